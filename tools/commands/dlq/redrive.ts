import { ownHeaders } from "../../../service/consumer/src/headers";
import { isAmong, recipientOf } from "../../../service/replay/recipient";
import {
  authEventsReplay,
  deadLetterHeaders,
  eventConsumers,
  replayable,
  replaySubject,
} from "../../../stream-config";
import { UserError } from "../../lib/errors";
import type { MsgHdrs } from "../../lib/nats-client";
import type { Operator } from "../../stack/operator";
import { type DeadLetter, removeLetter } from "./letters";

/**
 * Gives the consumer's service the event again, as a message that nobody else gets, and takes it off the dead letters.
 * Interrupted in between it can be done again: the stream drops the second message. Throws UserError.
 */
export async function redrive(operator: Operator, letter: DeadLetter): Promise<void> {
  demandReplayable(letter);
  demandItsEvent(letter);
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

/** The consumer's filters may have become narrower since; and what was given again may have been any event. */
function demandItsEvent(letter: DeadLetter): void {
  const { filterSubjects } = recipientOf(letter.consumer, eventConsumers);
  const type = typeOf(letter);
  if (type !== undefined && isAmong(type, filterSubjects)) return;
  throw new UserError(
    `Dead letter ${letter.sequence} is ${type ?? "of no type that can be read"}; ${letter.consumer} may get only ${filterSubjects.join(", ")}`,
    `\`npm run dlq -- remove ${letter.sequence}\` takes it off the list, \`show\` shows it here.`,
  );
}

/** The subject of the event itself, which in a copy stands only in its body. */
function typeOf({ subject, body }: DeadLetter): string | undefined {
  if (!isAmong(subject, authEventsReplay.subjects)) return subject;
  try {
    return String(JSON.parse(Buffer.from(body).toString()).subject);
  } catch {
    return undefined;
  }
}

/** The event's own; those of the dead letter are of no use to its handler. */
function headersOf(letter: DeadLetter): MsgHdrs {
  const own = ownHeaders(letter.headers);
  for (const name of Object.values(deadLetterHeaders)) own.delete(name);
  return own;
}
