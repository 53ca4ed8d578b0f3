import { filesOf } from "../files";
import type { ResourceRule } from "../rule";
import { type NatsMap, NatsSyntaxError, parseNats } from "./parse";

/** A check of every nats-server configuration (a file `nats.conf`) in a ConfigMap or a Secret. */
export function checkNatsFiles(check: (config: NatsMap) => readonly string[]): ResourceRule["check"] {
  return (resource) => filesOf(resource, /nats[^/]*\.conf$/).flatMap(({ text }) => checkText(text, check));
}

function checkText(text: string, check: (config: NatsMap) => readonly string[]): readonly string[] {
  try {
    return check(parseNats(text));
  } catch (error) {
    if (!(error instanceof NatsSyntaxError)) throw error;
    return [`The NATS configuration can't be checked: ${error.message}. Mend it, e.g. an unclosed brace.`];
  }
}
