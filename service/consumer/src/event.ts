import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";
import { type EventMetadata, events, replayHeader } from "../../../stream-config/events";
import { eventMetadata } from "../../../stream-config/events/envelope";
import { authEventsReplay } from "../../../stream-config/streams/auth-events-replay";
import { isWithin } from "../../../stream-config/subjects";
import { eventIdOf } from "./headers";
import type { JsMsg } from "./nats-client";

type Definition = (typeof events)[number];

/** The type of an event: the subject that it was published under. */
export type EventType = Definition["subject"];

/** What an event of this type carries. */
export type EventData<Type extends EventType> = Static<
  Extract<Definition, { readonly subject: Type }>["schema"]
>;

/** An event as a handler gets it. */
export interface ReceivedEvent<Type extends EventType = EventType> {
  /** The same in every delivery, and in every copy. */
  readonly id: string;
  readonly type: Type;
  readonly data: EventData<Type>;
  readonly metadata: EventMetadata;
  /** 1 the first time. */
  readonly delivery: number;
  /** Set when an operator gives the event again: one value for each replay. */
  readonly replay?: string;
}

/** A message that no handler can ever make sense of. Its text becomes the reason of the dead letter; it quotes no data. */
export class PoisonError extends Error {
  override readonly name = "PoisonError";
}

const envelope = Compile(
  Type.Object({ subject: Type.String(), data: Type.Unknown(), metadata: eventMetadata }),
);

/** Fields that a newer publisher adds are no reason to refuse its events. */
const validators = new Map(
  events.map(({ subject, schema }) => [subject as string, Compile(Type.Object(schema.properties))]),
);

/**
 * Reads an event from its message; undefined for a type that is not in `wanted`. An event's subject proves little about
 * its author, so the body is held against the contract. Throws PoisonError.
 */
export function readEvent(message: JsMsg, wanted: ReadonlySet<string>): ReceivedEvent | undefined {
  const body = parse(message);
  if (!envelope.Check(body)) throw new PoisonError(`no event: ${places(envelope.Errors(body))}`);
  const { subject, data, metadata } = body;
  if (message.subject !== subject && !isWithin(message.subject, authEventsReplay.subjects[0])) {
    throw new PoisonError(`an event ${subject} under the subject ${message.subject}`);
  }
  if (!wanted.has(subject)) return undefined;
  const validator = validators.get(subject);
  if (!validator?.Check(data)) {
    throw new PoisonError(`not a valid ${subject}: ${places(validator?.Errors(data) ?? [])}`);
  }
  return { ...identify(message), type: subject as EventType, data: data as EventData<EventType>, metadata };
}

/** The user that the event is about, for handling a user's events in order; undefined when that can't be read. */
export function userOf(message: JsMsg): string | undefined {
  try {
    return message.json<{ data: { userId: string } }>().data.userId;
  } catch {
    return undefined;
  }
}

function parse(message: JsMsg): unknown {
  try {
    return message.json();
  } catch {
    throw new PoisonError("its body is not JSON");
  }
}

function identify({ headers, info }: JsMsg): Pick<ReceivedEvent, "id" | "delivery" | "replay"> {
  const id = eventIdOf(headers);
  if (id === undefined) throw new PoisonError("it has no event id");
  const replay = headers?.get(replayHeader);
  return { id, delivery: info.deliveryCount, ...(replay && { replay }) };
}

function places(errors: readonly { readonly instancePath: string; readonly message: string }[]): string {
  return errors.map(({ instancePath, message }) => `${instancePath || "/"} ${message}`).join(", ");
}
