import { headers, type MsgHdrs } from "nats";
import { deadLetterHeaders, eventIdHeader } from "../../../stream-config";
import type { StoredMessage } from "../../consumer/stored";
import { type Advisory, reasonOf } from "./advisory";

/** A dead letter as it is published: the event as it was, and what is known of its end. */
export interface Letter {
  readonly body: Uint8Array;
  readonly headers: MsgHdrs;
}

/** The letter for an advisory. `message` is undefined when the stream no longer has it; then the letter has no body. */
export function letterOf(advisory: Advisory, message: StoredMessage | undefined): Letter {
  const letter = headers();
  for (const [name, values] of message?.headers ?? []) {
    // Those of NATS itself are orders to the stream that stores the message.
    if (!name.startsWith("Nats-")) for (const value of values) letter.append(name, value);
  }
  const id = eventIdOf(message?.headers);
  if (id !== undefined) letter.set(eventIdHeader, id);
  for (const [name, value] of Object.entries(endOf(advisory, message))) letter.set(name, value);
  return { body: message?.body ?? new Uint8Array(), headers: letter };
}

/** The id of the event: its own header, or that of the message which the auth service published. */
export function eventIdOf(headers: MsgHdrs | undefined): string | undefined {
  return headers?.get(eventIdHeader) || headers?.get("Nats-Msg-Id") || undefined;
}

function endOf(advisory: Advisory, message: StoredMessage | undefined): Record<string, string> {
  const gone = message === undefined ? "; the stream no longer has the message" : "";
  return {
    [deadLetterHeaders.consumer]: advisory.consumer,
    [deadLetterHeaders.reason]: `${reasonOf(advisory)}${gone}`,
    [deadLetterHeaders.deliveries]: String(advisory.deliveries),
    [deadLetterHeaders.time]: advisory.timestamp,
    [deadLetterHeaders.stream]: advisory.stream,
    [deadLetterHeaders.sequence]: String(advisory.stream_seq),
    ...(message && { [deadLetterHeaders.subject]: message.subject }),
  };
}
