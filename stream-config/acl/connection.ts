import type { ConsumerDefinition } from "../consumers/consumer";
import { authEventsReplay } from "../streams/auth-events-replay";
import { accountOf, apiPrefixOf, inboxPrefixOf } from "./accounts";
import type { UserDefinition } from "./user";
import { verbOf } from "./verbs";

/** What a client of the stack has to set to connect as a user: options of the same names of the nats client. */
export interface ConnectionSettings {
  readonly name: string;
  readonly inboxPrefix: string;
  readonly apiPrefix: string;
}

/** All that a consuming service has to know besides its seed, the servers' address and the CA certificate. */
export interface ClientConfig extends ConnectionSettings {
  /** The NATS account that it lives in; for reading logs, no client sets it. */
  readonly account: string;
  readonly stream: string;
  /** The durable consumer that it reads. */
  readonly durable: string;
  /** Subjects of the events that it gets. */
  readonly subjects: readonly string[];
  /** The durable on which it is given events again: its dead letters, and what an operator replays to it. */
  readonly replay?: { readonly stream: string; readonly durable: string };
}

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
