import type { Grant } from "./verbs";

/** A NATS user: an nkey whose rights are the sum of its grants, and nothing else. */
export interface UserDefinition {
  readonly name: string;
  /** Who answers for it: a handle of a person or team where the code is hosted, e.g. "@acme/billing". Reviews mention it. */
  readonly owner?: string;
  readonly grants: readonly Grant[];
}
