import { importedApiPrefix, inboxPrefixOf } from "./accounts";
import { permissionsOf } from "./permissions";
import type { UserDefinition } from "./user";

/** A request that shows whether its user has a right. Nothing is read, stored or changed by it, whoever takes it. */
export interface ProofRequest {
  /** The right that it tries: a subject that the user may publish to, perhaps with wildcards. */
  readonly right: string;
  readonly subject: string;
  readonly body: string;
  /** The stream that a message must be for; JetStream refuses one that is for another. */
  readonly expectedStream?: string;
  /** Who answers: JetStream itself, or the stream or durable that the subject names, once it is there. */
  readonly answeredBy: "jetstream" | "stream";
}

/** How a user's rights are proven: requests that are answered, subscriptions that are let in. */
export interface RightsProof {
  readonly inboxPrefix: string;
  readonly requests: readonly ProofRequest[];
  readonly subscriptions: readonly string[];
}

/**
 * The proof of a user's rights. What can't be tried without doing it is left out: to create, update or delete a stream
 * or a consumer, and to copy or restore one. So is the second form of acknowledgements, which servers don't use.
 */
export function proofOf(user: UserDefinition): RightsProof {
  const { publish, subscribe } = permissionsOf(user);
  const inboxPrefix = inboxPrefixOf(user);
  return {
    inboxPrefix,
    requests: publish.flatMap((subject) => requestFor(subject) ?? []),
    subscriptions: subscribe.filter((subject) => subject !== `${inboxPrefix}.>`),
  };
}

/** The proofs of these users by their names. */
export function proofsOf(users: readonly UserDefinition[]): Record<string, RightsProof> {
  return Object.fromEntries(users.map((user) => [user.name, proofOf(user)]));
}

/** Stands for a wildcard, and names nothing that is there. */
const anything = "proof";

/** https://docs.nats.io/reference/reference-protocols/nats_api_reference */
function requestFor(right: string): ProofRequest | undefined {
  const subject = right.replaceAll("*", anything);
  const call = apiCall(right);
  if (call === undefined) {
    return { right, subject, body: "", expectedStream: anything, answeredBy: "stream" };
  }
  const [, answeredBy, body] = harmless.find(([pattern]) => pattern.test(call)) ?? [];
  if (answeredBy === undefined || body === undefined) return undefined;
  return { right, subject: subject.replace(/>$/, neverDelivered), body, answeredBy };
}

/** The part of a subject after JetStream's prefix; undefined for one of a stream's own. */
function apiCall(subject: string): string | undefined {
  const prefix = ["$JS.API.", `${importedApiPrefix}.`, "$JS."].find((known) => subject.startsWith(known));
  return prefix && subject.slice(prefix.length);
}

/** No request: refused before anything is done. */
const malformed = "{";

/** Who answers what, and a body that has nothing done. */
const harmless: readonly [RegExp, ProofRequest["answeredBy"], string][] = [
  [/^INFO$/, "jetstream", ""],
  [/^(STREAM|CONSUMER)\.INFO\./, "jetstream", ""],
  [/^STREAM\.MSG\.DELETE\./, "jetstream", malformed],
  [/^CONSUMER\.MSG\.NEXT\./, "stream", malformed],
  // A request for no message.
  [/^DIRECT\.GET\./, "stream", "{}"],
  // Work goes on, it says; of a message that was never delivered that is confirmed, and changes nothing.
  [/^ACK\.[^*]/, "stream", "+WPI"],
];

/** The end of an acknowledgement's subject: deliveries, stream sequence, consumer sequence, time, pending. */
const neverDelivered = "1.9007199254740991.9007199254740991.1.0";
