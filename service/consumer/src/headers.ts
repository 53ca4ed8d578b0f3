import { eventIdHeader } from "../../../stream-config/events";
import { headers, type MsgHdrs } from "./nats-client";

/** The id of the event: the same in each copy of it. Undefined when the message has none. */
export function eventIdOf(headers: MsgHdrs | undefined): string | undefined {
  return headers?.get(eventIdHeader) || headers?.get("Nats-Msg-Id") || undefined;
}

/** A message's headers but for those of NATS itself, which are orders to the stream that stores it. */
export function ownHeaders(original: MsgHdrs | undefined): MsgHdrs {
  const own = headers();
  for (const [name, values] of original ?? []) {
    if (!name.startsWith("Nats-")) for (const value of values) own.append(name, value);
  }
  return own;
}

/** The headers of a copy of an event: its own, with its id where every copy has it. */
export function copyHeaders(original: MsgHdrs | undefined): MsgHdrs {
  const copy = ownHeaders(original);
  const id = eventIdOf(original);
  if (id !== undefined) copy.set(eventIdHeader, id);
  return copy;
}
