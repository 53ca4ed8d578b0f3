import { readStored, type StoredMessage } from "../../../service/consumer/src/stored";
import { authEventsDlq, deadLetterHeaders, deadLetterSubject, eventIdHeader } from "../../../stream-config";
import { UserError } from "../../lib/errors";
import type { MsgHdrs } from "../../lib/nats-client";
import type { Operator } from "../../stack/operator";

/** An event that a consumer gave up. */
export interface DeadLetter {
  /** Where it is among the dead letters. */
  readonly sequence: number;
  readonly consumer: string;
  readonly eventId: string;
  /** The subject that the event had; empty when it was gone before it could be copied. */
  readonly subject: string;
  readonly time: string;
  readonly deliveries: string;
  readonly reason: string;
  readonly headers: MsgHdrs;
  readonly body: Uint8Array;
}

/** The dead letters of a consumer, or of all, oldest first. */
export async function* readLetters(operator: Operator, consumer = "*"): AsyncGenerator<DeadLetter> {
  const next_by_subj = deadLetterSubject(consumer);
  for (let seq = 1; ; ) {
    const message = await readStored({ ...operator, stream: authEventsDlq.name }, { seq, next_by_subj });
    if (message === undefined) return;
    yield toLetter(message);
    seq = message.sequence + 1;
  }
}

/** The dead letter at this sequence. Throws UserError when there is none. */
export async function readLetter(operator: Operator, sequence: number): Promise<DeadLetter> {
  const message = await readStored({ ...operator, stream: authEventsDlq.name }, { seq: sequence });
  if (message !== undefined) return toLetter(message);
  throw new UserError(`There is no dead letter ${sequence}`, "`npm run dlq -- list` shows those there are.");
}

/** Deletes a dead letter for good. */
export async function removeLetter(
  { connection, apiPrefix }: Operator,
  { sequence }: DeadLetter,
): Promise<void> {
  const subject = `${apiPrefix}.STREAM.MSG.DELETE.${authEventsDlq.name}`;
  const answer = await connection.request(subject, JSON.stringify({ seq: sequence }));
  const { error } = answer.json<{ error?: { description: string } }>();
  if (error !== undefined) throw new Error(`Dead letter ${sequence} can't be deleted: ${error.description}`);
}

function toLetter({ sequence, subject, headers, body }: StoredMessage): DeadLetter {
  const { subject: original, time, deliveries, reason } = deadLetterHeaders;
  return {
    sequence,
    consumer: subject.split(".").at(-1) ?? "",
    eventId: headers.get(eventIdHeader),
    subject: headers.get(original),
    time: headers.get(time),
    deliveries: headers.get(deliveries),
    reason: headers.get(reason),
    headers,
    body,
  };
}
