import type { Declared } from "./acl/declared";
import type { UserDefinition } from "./acl/user";
import { consumers } from "./consumers";
import { events } from "./events";
import { streams } from "./streams";
import { users } from "./users";

/** All that a stack agrees on with its clients: what is rendered, validated and reviewed. */
export interface Contract extends Declared {
  readonly users: readonly UserDefinition[];
}

/** The contract that this stack ships. */
export const contract = { streams, consumers, users, events } as const satisfies Contract;
