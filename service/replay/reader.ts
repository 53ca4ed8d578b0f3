import { authEvents } from "../../stream-config";
import {
  type BatchStart,
  type ReadableStream,
  readStoredBatch,
  type StoredMessage,
} from "../consumer/src/stored";
import { isAmong } from "./recipient";
import { isPast, isSelected, type Selection } from "./selection";

/** Who reads, and later sends: the connection of the user `operator`. */
export type Operator = Pick<ReadableStream, "connection" | "apiPrefix">;

/**
 * The stored events that are selected and lie under one of the subjects, oldest first. Throws DirectReadError or NatsError.
 */
export async function* readSelected(
  operator: Operator,
  selection: Selection,
  subjects: readonly string[],
): AsyncGenerator<StoredMessage> {
  const source = { ...operator, stream: authEvents.name };
  const next_by_subj = commonSubject(subjects);
  let start = startOf(selection);
  for (;;) {
    const batch = await readStoredBatch(source, { ...start, next_by_subj });
    const last = batch.at(-1);
    if (last === undefined) return;
    for (const message of batch) {
      if (isPast(selection, message)) return;
      if (isAmong(message.subject, subjects) && isSelected(selection, message)) yield message;
    }
    start = { seq: last.sequence + 1 };
  }
}

/** The server reads by one subject. */
function commonSubject(subjects: readonly string[]): string {
  const [subject, ...others] = subjects;
  return subject !== undefined && others.length === 0 ? subject : authEvents.subjects[0];
}

/** The server finds a time as fast as a sequence; it takes one of them. */
function startOf({ from, first = 1 }: Selection): BatchStart {
  return from === undefined ? { seq: first } : { start_time: from };
}
