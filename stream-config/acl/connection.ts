import type { UserDefinition } from "../users/user";
import { apiPrefixOf, inboxPrefixOf } from "./accounts";

/** What a client of the stack has to set to connect as a user: options of the same names of the nats client. */
export interface ConnectionSettings {
  readonly name: string;
  readonly inboxPrefix: string;
  readonly apiPrefix: string;
}

/** The client settings of a user. */
export function connectionSettings(user: UserDefinition): ConnectionSettings {
  return { name: user.name, inboxPrefix: inboxPrefixOf(user), apiPrefix: apiPrefixOf(user) };
}
