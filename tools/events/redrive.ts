import type { MsgHdrs } from "nats";
import { ownHeaders } from "../../service/consumer/headers";
import { deadLetterHeaders, replayable, replaySubject } from "../../stream-config";
import { UserError } from "../errors";
import { type DeadLetter, removeLetter } from "./letters";
import type { Operator } from "./operator";

/**
 * Gives the consumer's service the event again, as a message that nobody else gets, and takes it off the dead letters.
 * Interrupted in between it can be done again: the stream drops the second message. Throws UserError.
 */
export async function redrive(operator: Operator, letter: DeadLetter): Promise<void> {
  demandReplayable(letter);
  const options = { headers: headersOf(letter), msgID: `dlq ${letter.sequence}` };
  await operator.connection.jetstream().publish(replaySubject(letter.consumer), letter.body, options);
  await removeLetter(operator, letter);
}

function demandReplayable({ sequence, consumer, body }: DeadLetter): void {
  if (body.length === 0) {
    throw new UserError(
      `Dead letter ${sequence} has no body: its event was gone`,
      `\`npm run dlq -- remove ${sequence}\` takes it off the list.`,
    );
  }
  if (replayable.includes(consumer)) return;
  throw new UserError(
    `Nobody reads ${replaySubject(consumer)}, so dead letter ${sequence} would come to nobody`,
    "Add the consumer to eventConsumers in stream-config/consumers/index.ts.",
  );
}

/** The event's own; those of the dead letter are of no use to its handler. */
function headersOf(letter: DeadLetter): MsgHdrs {
  const own = ownHeaders(letter.headers);
  for (const name of Object.values(deadLetterHeaders)) own.delete(name);
  return own;
}
