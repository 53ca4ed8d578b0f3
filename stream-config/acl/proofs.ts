import { inboxPrefixOf, liveEventsOf } from "./accounts";
import { anything, type Trial } from "./requests";
import { type Right, rightsOf } from "./rights";
import type { UserDefinition } from "./user";

/** A request that shows whether its user has a right. */
export interface ProofRequest extends Trial {
  /** The right that it tries: a subject that the user may publish to, perhaps with wildcards. */
  readonly right: string;
  readonly subject: string;
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
  return {
    inboxPrefix: inboxPrefixOf(user),
    requests: rightsOf(user).flatMap((right) => requestFor(right) ?? []),
    subscriptions: liveEventsOf(user),
  };
}

/** The proofs of these users by their names. */
export function proofsOf(users: readonly UserDefinition[]): Record<string, RightsProof> {
  return Object.fromEntries(users.map((user) => [user.name, proofOf(user)]));
}

function requestFor({ subject: right, trial }: Right): ProofRequest | undefined {
  if (trial === "never") return undefined;
  return { right, subject: right.replaceAll("*", anything).replace(/>$/, neverDelivered), ...trial };
}

/** The end of an acknowledgement's subject: deliveries, stream sequence, consumer sequence, time, pending. */
const neverDelivered = "1.9007199254740991.9007199254740991.1.0";
