import type { Grant } from "./verbs";

/** A NATS user: an nkey whose rights are the sum of its grants, and nothing else. */
export interface UserDefinition {
  readonly name: string;
  readonly grants: readonly Grant[];
}
