import { parseNats } from "../../../../infra/nats-conf/parse";
import { type Allowed, usersOf } from "../../../../infra/policy/nats/users";
import { isMissing } from "../../../../infra/provider/api/error-codes";
import type { JetStream } from "../../../../infra/provider/api/jetstream";
import { ProviderError } from "../../../../infra/provider/errors";
import type { Properties } from "../../../../infra/provider/resource";
import { consumerSettings, decodeConsumer, streamSettings } from "../../../../stream-config";
import type { ContractSnapshot } from "../../../../stream-config/review";
import { decodeFields } from "../../../../stream-config/settings/wire";
import { ErrorCode, NatsError } from "../../../lib/nats-client";
import { grantsGivenBy } from "./grants";
import type { LiveServers } from "./servers";

/**
 * The contract that servers run, as far as they tell: the streams and consumers that `declared` names, and rights where
 * the servers' configuration is known: of the declared grants those that it gives. Events are taken from `declared`.
 * Throws ProviderError.
 */
export async function liveContract(
  { jetStream, configuration }: LiveServers,
  declared: ContractSnapshot,
): Promise<ContractSnapshot> {
  await demandAccess(jetStream);
  const streams = await findAll(declared.streams, (stream) => findStream(jetStream, stream));
  const consumers = await findAll(declared.consumers, (consumer) => findConsumer(jetStream, consumer));
  const rights = configuration === undefined ? {} : readRights(configuration, declared);
  return { ...declared, streams, consumers, ...rights, problems: [] };
}

type Stream = ContractSnapshot["streams"][number];
type Consumer = ContractSnapshot["consumers"][number];

async function findAll<Item>(
  items: readonly Item[],
  find: (item: Item) => Promise<Item | undefined>,
): Promise<Item[]> {
  const found: Item[] = [];
  for (const item of items)
    found.push(...([await find(item)].filter((live) => live !== undefined) as Item[]));
  return found;
}

/** A single server has one copy of every stream, however many are declared. */
async function findStream(jetStream: JetStream, declared: Stream): Promise<Stream | undefined> {
  const answer = await ask(jetStream, `STREAM.INFO.${declared.name}`);
  if (answer === undefined) return undefined;
  const isSingle = (answer.cluster as { name?: string } | undefined)?.name === undefined;
  const copies = isSingle && "replicas" in declared ? { replicas: declared.replicas } : {};
  const live = decodeFields(streamSettings, answer.config as Properties) as Stream;
  return { ...besides(declared, streamSettings), ...live, ...copies };
}

/** What a declaration says that servers never know, such as an owner: it is no difference. Acknowledgements are for changes. */
function besides(declared: Stream | Consumer, settings: object): Properties {
  const { acknowledgeDataLoss: _, ...said } = declared;
  return Object.fromEntries(Object.entries(said).filter(([name]) => !Object.hasOwn(settings, name)));
}

async function findConsumer(jetStream: JetStream, declared: Consumer): Promise<Consumer | undefined> {
  const { stream, name } = declared;
  const answer = await ask(jetStream, `CONSUMER.INFO.${stream}.${name}`);
  if (answer === undefined) return undefined;
  const live = decodeConsumer(stream, answer.config as Properties) as Consumer;
  return { ...besides(declared, consumerSettings), ...live };
}

/** Whoever may not ask even this is not the observer, and would find nothing. */
async function demandAccess(jetStream: JetStream): Promise<void> {
  await jetStream.request("INFO");
}

/** What isn't there, or is so new that the deployed rights of `observer` don't have it, has no answer. */
async function ask(jetStream: JetStream, call: string): Promise<Properties | undefined> {
  try {
    return await jetStream.request(call);
  } catch (error) {
    if (isMissing(error) || isForbidden(error)) return undefined;
    throw error;
  }
}

function isForbidden(error: unknown): boolean {
  const cause = error instanceof ProviderError ? error.cause : undefined;
  return cause instanceof NatsError && cause.code === ErrorCode.PermissionsViolation;
}

function readRights(
  configuration: string,
  declared: ContractSnapshot,
): Pick<ContractSnapshot, "users" | "accounts"> {
  const users = usersOf(parseNats(configuration)).map(({ name, account, publish, subscribe }) => {
    const known = declared.users.find((user) => user.name === name) ?? unknown;
    const permissions = { publish: subjectsOf(publish), subscribe: subjectsOf(subscribe) };
    const grants = grantsGivenBy(permissions, known);
    return { ...known, name, account, permissions, grants, grantsFrom: "permissions" as const };
  });
  return { users, accounts: configuration.slice(configuration.indexOf("accounts {")) };
}

/** A user that is declared no more. */
const unknown = { inboxPrefix: "", apiPrefix: "", grants: [] };

function subjectsOf(allowed: Allowed): string[] {
  return allowed === "everything" ? [">"] : [...allowed];
}
