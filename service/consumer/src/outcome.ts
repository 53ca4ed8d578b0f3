import type { JsMsg } from "./nats-client";

/**
 * What becomes of a message: done; to come again, after a while; or given up for good, whereupon it becomes a dead
 * letter with this reason. https://docs.nats.io/using-nats/developer/develop_jetstream/model_deep_dive#acknowledgement-models
 */
export type Outcome =
  | { readonly kind: "ack" }
  | { readonly kind: "nak"; readonly delayMilliseconds: number }
  | { readonly kind: "term"; readonly reason: string };

/** The server stores the reason; an error's text may be of any length. */
const longestReason = 500;

/** Its work is done. */
export const ack: Outcome = { kind: "ack" };

/** It can't be done now; the message comes again after this time, as one delivery more. */
export function nak(delayMilliseconds: number): Outcome {
  return { kind: "nak", delayMilliseconds };
}

/** It can't ever be done. The reason is kept with the dead letter: name the error, not the person. */
export function term(reason: string): Outcome {
  return { kind: "term", reason };
}

/** Tells the server. Without an answer: an ack that is lost brings the message again. */
export function settle(message: JsMsg, outcome: Outcome): void {
  switch (outcome.kind) {
    case "ack":
      message.ack();
      break;
    case "nak":
      message.nak(outcome.delayMilliseconds);
      break;
    case "term":
      message.term(toReason(outcome.reason));
      break;
  }
}

/** A text as a header can hold it: one line, not too long. */
export function toReason(text: string): string {
  return text
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, longestReason);
}
