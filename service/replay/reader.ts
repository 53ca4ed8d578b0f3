import { authEvents } from "../../stream-config";
import {
  type BatchStart,
  type ReadableStream,
  readStoredBatch,
  type StoredMessage,
} from "../consumer/stored";
import { isPast, isSelected, type Selection } from "./selection";

/** Who reads, and later sends: the connection of the user `operator`. */
export type Operator = Pick<ReadableStream, "connection" | "apiPrefix">;

/** The stored events that are selected, oldest first. Throws DirectReadError or NatsError. */
export async function* readSelected(operator: Operator, selection: Selection): AsyncGenerator<StoredMessage> {
  const next_by_subj = selection.type ?? authEvents.subjects[0];
  const source = { ...operator, stream: authEvents.name };
  let start = startOf(selection);
  for (;;) {
    const batch = await readStoredBatch(source, { ...start, next_by_subj });
    const last = batch.at(-1);
    if (last === undefined) return;
    for (const message of batch) {
      if (isPast(selection, message)) return;
      if (isSelected(selection, message)) yield message;
    }
    start = { seq: last.sequence + 1 };
  }
}

/** The server finds a time as fast as a sequence; it takes one of them. */
function startOf({ from, first = 1 }: Selection): BatchStart {
  return from === undefined ? { seq: first } : { start_time: from };
}
