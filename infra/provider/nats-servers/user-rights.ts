import { type Static, Type } from "typebox";
import { UnreachableError } from "../errors";
import type { Call, Resource } from "../resource";
import { onServers } from "./on-servers";
import { type FindServers, whereServersAre } from "./place";
import { demandRights, type ProofPatience, reloadedAgain, settle, usualProofPatience } from "./rights/demand";
import { describeFindings, type Finding } from "./rights/finding";
import { listUsers, type ProvenUsers, provenUsers } from "./rights/inputs";
import { proveUsers } from "./rights/prove";
import type { NatsServer, NatsServers } from "./server";

const inputs = Type.Object(
  {
    ...whereServersAre,
    servers: Type.Record(Type.String(), Type.Literal("proven"), {
      description: 'What each server makes of the users\' rights, by the name of its pod: "proven"',
    }),
    ...provenUsers,
  },
  { additionalProperties: false },
);

/** Inputs of UserRights. */
export type UserRightsInputs = Static<typeof inputs>;

/** As it is read back: "proven", or what is wrong. */
type UserRightsState = Omit<UserRightsInputs, "servers"> & {
  readonly servers: Readonly<Record<string, string>>;
};

/**
 * That every user can do what it may, through every server: it connects and makes requests as that user, to streams and
 * durables too, which have been declared already. A server where one fails is reloaded. It is tried again before every
 * preview and update, so a user whose rights a server does not act by shows as drift.
 */
export function userRights(
  find: FindServers,
  patience: ProofPatience = usualProofPatience,
): Resource<UserRightsInputs, UserRightsState> {
  return onServers<UserRightsInputs, UserRightsState>(find, {
    token: "authstack:nats:UserRights",
    description: "What the users of running nats-servers can do.",
    inputs,
    awaited: "every user to have its rights on every server",
    whenCreated: "it changes nothing where every right works.",
    bring: async (servers, { given }, call) => {
      for (const name of Object.keys(given.servers)) {
        const server = servers.server(name);
        const reloads = await demandRights(server, () => proveAll(server, given), patience);
        if (reloads > 0) call.inform(reloadedAgain(name, reloads));
      }
    },
    look: async (running, recorded, call) => {
      const servers = await readServers(running, recorded, call);
      return servers && { ...recorded, servers };
    },
  });
}

function proveAll(server: NatsServer, users: ProvenUsers): Promise<Finding[]> {
  return proveUsers(server, listUsers(users), "everything");
}

/** What the servers make of the rights; undefined when there are none any more. Of one that can't be asked, what is recorded. */
async function readServers(
  servers: NatsServers,
  recorded: UserRightsState,
  call: Call,
): Promise<Record<string, string> | undefined> {
  const read = Object.entries(recorded.servers).map(
    async ([name, last]) => ({ name, last, live: await readServer(servers.server(name), recorded) }) as const,
  );
  const found = await Promise.all(read);
  const unknown = found.filter(({ live }) => live === undefined);
  if (unknown.length === found.length && (await servers.existence()) === "gone") return undefined;
  for (const { name } of unknown)
    call.warn(`server ${name} can't be asked: what its users can do is taken to be as it was`);
  return Object.fromEntries(found.map(({ name, last, live }) => [name, live ?? last]));
}

/** "proven", or what is wrong; undefined when the server is away or has no leader to ask. */
async function readServer(server: NatsServer, users: ProvenUsers): Promise<string | undefined> {
  try {
    const findings = await settle(() => proveAll(server, users), { ...usualProofPatience, leader: 0 });
    if (findings.length === 0) return "proven";
    return findings.every(({ problem }) => problem === "silent") ? undefined : describeFindings(findings);
  } catch (error) {
    if (error instanceof UnreachableError) return undefined;
    throw error;
  }
}
