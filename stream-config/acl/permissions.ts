import { inboxPrefixOf, liveEventsOf } from "./accounts";
import { rightsOf } from "./rights";
import type { UserDefinition } from "./user";

/** Subjects that a user may publish and subscribe to. An empty list means nothing, and is rendered as a deny of all. */
export interface Permissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/**
 * The exact NATS permissions of a user. Only who may send requests has an inbox for their answers.
 * https://docs.nats.io/running-a-nats-service/configuration/securing_nats/authorization
 */
export function permissionsOf(user: UserDefinition): Permissions {
  const publish = rightsOf(user).map(({ subject }) => subject);
  const inbox = publish.length > 0 ? [`${inboxPrefixOf(user)}.>`] : [];
  return { publish, subscribe: [...inbox, ...liveEventsOf(user)] };
}
