import { type Static, Type } from "typebox";
import { ProviderError, UnreachableError } from "../errors";
import { accessInputs } from "../kubernetes/access";
import type { Call, FieldChanges, Resource } from "../resource";
import { applyDigest } from "./apply";
import type { NatsServers } from "./server";

const inputs = Type.Object(
  {
    ...accessInputs,
    namespace: Type.String({ minLength: 1, description: "Namespace of the servers" }),
    statefulSet: Type.String({ minLength: 1, description: "The StatefulSet whose pods the servers are" }),
    ca: Type.String({ description: "PEM of the authority that the servers' certificate is from" }),
    digests: Type.Record(Type.String(), Type.String({ pattern: "^sha256:[0-9a-f]{64}$" }), {
      description: "Digest of each server's configuration, by the name of its pod",
    }),
  },
  { additionalProperties: false },
);

/** Inputs of ServerConfiguration. */
export type ServerConfigurationInputs = Static<typeof inputs>;

/** Finds the servers that the inputs speak of. */
export type FindServers = (where: Omit<ServerConfigurationInputs, "digests">) => Promise<NatsServers>;

/**
 * The configuration that the servers of a cluster run with. It has reached their pods already; an update has them take
 * it over one after the other. What they run with is read back, so one that did not take it over shows as drift.
 */
export function serverConfiguration(
  find: FindServers,
): Resource<ServerConfigurationInputs, ServerConfigurationInputs> {
  return {
    token: "authstack:nats:ServerConfiguration",
    description: "The configuration that running nats-servers use.",
    inputs,
    outputs: Type.Object({}),
    secrets: [],
    check: (given) => ({ inputs: given, failures: [] }),
    diff: (_, changed) => ({ ...changed, ...replacements(changed) }),
    create: async (given, call) => ({ id: idOf(given), state: await apply(await find(given), given, call) }),
    read: async (id, recorded, call) => {
      if (recorded === undefined) throw cannotImport();
      const servers = await find(recorded);
      const digests = await readDigests(servers, recorded.digests, call);
      if (digests === undefined) return undefined;
      const live = { ...recorded, digests };
      return { id, inputs: live, state: live };
    },
    update: async ({ inputs: given }, call) => apply(await find(given), given, call),
  };
}

function idOf({ namespace, statefulSet }: ServerConfigurationInputs): string {
  return `${namespace}/${statefulSet}`;
}

/** Other servers are another resource. */
function replacements({ namespace, statefulSet }: FieldChanges): FieldChanges {
  return {
    ...(namespace && { namespace: { ...namespace, effect: "replace" } }),
    ...(statefulSet && { statefulSet: { ...statefulSet, effect: "replace" } }),
  };
}

function cannotImport(): ProviderError {
  return new ProviderError(
    "authstack:nats:ServerConfiguration can't be imported: what is meant stands in the program alone.",
    "Create it with `pulumi up`; servers that run with the declared configuration are left as they are.",
  );
}

async function apply(
  servers: NatsServers,
  given: ServerConfigurationInputs,
  call: Call,
): Promise<ServerConfigurationInputs> {
  await servers.settle();
  for (const [name, digest] of Object.entries(given.digests)) {
    const outcome = await applyDigest(servers.server(name), digest);
    if (outcome === "reloaded") call.inform(`server ${name} reloaded its configuration`);
  }
  return given;
}

/** What the servers run with; undefined when there are none any more. Of one that is away, what is recorded. */
async function readDigests(
  servers: NatsServers,
  recorded: Readonly<Record<string, string>>,
  call: Call,
): Promise<Record<string, string> | undefined> {
  const away: UnreachableError[] = [];
  const found = await Promise.all(
    Object.entries(recorded).map(async ([name, digest]) => {
      const running = await servers.server(name).runningDigest().catch(collectInto(away));
      return [name, running ?? digest] as const;
    }),
  );
  if (away.length === found.length && (await servers.existence()) === "gone") return undefined;
  for (const { message } of away) call.warn(`its configuration is taken to be as it was last: ${message}`);
  return Object.fromEntries(found);
}

function collectInto(away: UnreachableError[]) {
  return (error: unknown): undefined => {
    if (!(error instanceof UnreachableError)) throw error;
    away.push(error);
  };
}
