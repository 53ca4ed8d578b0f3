import { type Static, Type } from "typebox";
import { UnreachableError } from "../errors";
import type { Call, Resource } from "../resource";
import { applyDigest } from "./apply";
import { onServers } from "./on-servers";
import { type FindServers, whereServersAre } from "./place";
import { demandRights, type ProofPatience, reloadedAgain, usualProofPatience } from "./rights/demand";
import type { Finding } from "./rights/finding";
import { listUsers, type ProvenUsers, provenUsers } from "./rights/inputs";
import { type LostRights, lostRights } from "./rights/lost";
import { proveLost, proveUsers } from "./rights/prove";
import type { NatsServer, NatsServers } from "./server";

const inputs = Type.Object(
  {
    ...whereServersAre,
    digests: Type.Record(Type.String(), Type.String({ pattern: "^sha256:[0-9a-f]{64}$" }), {
      description: "Digest of each server's configuration, by the name of its pod",
    }),
    ...provenUsers,
  },
  { additionalProperties: false },
);

/** Inputs of ServerConfiguration. */
export type ServerConfigurationInputs = Static<typeof inputs>;

/**
 * The configuration that the servers of a cluster run with. It has reached their pods already; an update has them take
 * it over one after the other, and proves on each that its users can do what they may, and no more what they might. What
 * the servers run with is read back, so one that did not take it over shows as drift.
 */
export function serverConfiguration(
  find: FindServers,
  patience: ProofPatience = usualProofPatience,
): Resource<ServerConfigurationInputs, ServerConfigurationInputs> {
  return onServers<ServerConfigurationInputs, ServerConfigurationInputs>(find, {
    token: "authstack:nats:ServerConfiguration",
    description: "The configuration that running nats-servers use.",
    inputs,
    awaited: "the servers to act by their configuration",
    whenCreated: "servers that run with the declared configuration are left as they are.",
    bring: async (servers, { before, given }, call) => {
      await servers.settle(call.inform);
      // A state of before users were proven has none.
      const lost = lostRights({ ...nobody, ...before }, given);
      for (const [name, digest] of Object.entries(given.digests)) {
        const server = servers.server(name);
        const outcome = await applyDigest(server, digest);
        if (outcome === "reloaded") call.inform(`server ${name} reloaded its configuration`);
        const reloads = await demandRights(server, () => proveChange(server, given, lost), patience);
        if (reloads > 0) call.inform(reloadedAgain(name, reloads));
      }
    },
    look: async (servers, recorded, call) => {
      const digests = await readDigests(servers, recorded.digests, call);
      return digests && { ...recorded, digests };
    },
  });
}

const nobody: ProvenUsers = { users: {}, seeds: {} };

/** Streams and durables are declared later, so what they answer is not tried yet: UserRights does. */
async function proveChange(server: NatsServer, users: ProvenUsers, lost: LostRights): Promise<Finding[]> {
  const kept = await proveUsers(server, listUsers(users), "jetstream");
  // Until the reload is over the server refuses everybody.
  return kept.length > 0 ? kept : proveLost(server, lost);
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
