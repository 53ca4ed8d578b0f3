import { deadLetterHeaders } from "../../../stream-config";
import { copyHeaders } from "../../consumer/src/headers";
import type { StoredMessage } from "../../consumer/src/stored";
import type { MsgHdrs } from "../nats/client";
import { type Advisory, reasonOf } from "./advisory";

/** A dead letter as it is published: the event as it was, and what is known of its end. */
export interface Letter {
  readonly body: Uint8Array;
  readonly headers: MsgHdrs;
}

/** The letter for an advisory. `message` is undefined when the stream no longer has it; then the letter has no body. */
export function letterOf(advisory: Advisory, message: StoredMessage | undefined): Letter {
  const letter = copyHeaders(message?.headers);
  for (const [name, value] of Object.entries(endOf(advisory, message))) letter.set(name, value);
  return { body: message?.body ?? new Uint8Array(), headers: letter };
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
