import type { ConsumerDefinition } from "../consumers/consumer";
import { authEventsReplay } from "../streams/auth-events-replay";
import { accountOf, apiPrefixOf, inboxPrefixOf } from "./accounts";
import type { ClientConfig, ConnectionSettings } from "./client-config";
import type { UserDefinition } from "./user";
import { verbOf } from "./verbs";

/** The client settings of a user. */
export function connectionSettings(user: UserDefinition): ConnectionSettings {
  return { name: user.name, inboxPrefix: inboxPrefixOf(user), apiPrefix: apiPrefixOf(user) };
}

/** The configuration of a user's client; undefined for a user that consumes nothing. */
export function clientConfig(user: UserDefinition): ClientConfig | undefined {
  const consumed = consumedBy(user);
  const consumer = consumed.find((candidate) => !isReplay(candidate));
  if (consumer === undefined) return undefined;
  const { stream, name: durable, filterSubjects: subjects } = consumer;
  const again = consumed.find(isReplay);
  return {
    ...connectionSettings(user),
    account: accountOf(user),
    stream,
    durable,
    subjects,
    ...(again && { replay: { stream: again.stream, durable: again.name } }),
  };
}

/** The durable consumers that a user reads. */
export function consumedBy({ grants }: UserDefinition): readonly ConsumerDefinition[] {
  return grants.flatMap((grant) => verbOf(grant).durables(grant));
}

/** True for a consumer that gives events again. */
export function isReplay({ stream }: ConsumerDefinition): boolean {
  return stream === authEventsReplay.name;
}
