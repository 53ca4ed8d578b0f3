import type { ProofRequest } from "../../../../stream-config";
import type { NatsConnection } from "../../nats-client";
import type { NatsServer } from "../server";
import { type Outcome, tryConnect, tryRequest, trySubscription } from "./client";
import { fewAtATime } from "./few-at-a-time";
import type { Finding } from "./finding";
import type { ProvenUser } from "./inputs";
import type { LostRights } from "./lost";

/** What of a user's rights is tried: those that JetStream itself answers, or those on streams and durables too. */
export type Extent = "jetstream" | "everything";

/** Connects to the server as the user and tries its rights. Of those that fail the first is told. */
export async function proveUser(server: NatsServer, user: ProvenUser, extent: Extent): Promise<Finding[]> {
  const nats = await tryConnect(server.connectAs, user);
  if (nats === "refused") return [found(server, user, "connect", "refused")];
  const { requests, subscriptions } = user.proof;
  const due = requests.filter(({ answeredBy }) => extent === "everything" || answeredBy === "jetstream");
  return closing(nats, async () => {
    for (const [tried, outcome] of attempts(nats, due, subscriptions)) {
      const problem = await outcome();
      if (problem !== "done") return [found(server, user, tried, problem)];
    }
    return [];
  });
}

/** Tries the rights of these users, and tells what fails. */
export async function proveUsers(
  server: NatsServer,
  users: readonly ProvenUser[],
  extent: Extent,
): Promise<Finding[]> {
  return (await fewAtATime(users, (user) => proveUser(server, user, extent))).flat();
}

/** Connects to the server as users had a right to, and finds what they can do still. */
export async function proveLost(server: NatsServer, { keys, rights }: LostRights): Promise<Finding[]> {
  const keysFound = await fewAtATime(keys, (user) => proveKeyIsGone(server, user));
  const rightsFound = await fewAtATime(rights, (user) => proveRightsAreGone(server, user));
  return [...keysFound, ...rightsFound].flat();
}

async function proveKeyIsGone(server: NatsServer, user: ProvenUser): Promise<Finding[]> {
  const nats = await tryConnect(server.connectAs, user);
  if (nats === "refused") return [];
  return closing(nats, async () => [found(server, user, "connect", "still let in")]);
}

async function proveRightsAreGone(server: NatsServer, user: ProvenUser): Promise<Finding[]> {
  const nats = await tryConnect(server.connectAs, user);
  // That it can't connect is found where the rights that it has are proven.
  if (nats === "refused") return [];
  const { requests, subscriptions } = user.proof;
  return closing(nats, async () => {
    for (const [tried, outcome] of attempts(nats, requests, subscriptions)) {
      if ((await outcome()) !== "refused") return [found(server, user, tried, "still answered")];
    }
    return [];
  });
}

function attempts(
  nats: NatsConnection,
  requests: readonly ProofRequest[],
  subscriptions: readonly string[],
): (readonly [string, () => Promise<Outcome>])[] {
  return [
    ...subscriptions.map((subject) => [subject, () => trySubscription(nats, subject)] as const),
    ...requests.map((request) => [request.subject, () => tryRequest(nats, request)] as const),
  ];
}

async function closing<Result>(nats: NatsConnection, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } finally {
    await nats.close();
  }
}

function found(
  server: NatsServer,
  { name: user }: ProvenUser,
  tried: string,
  problem: Finding["problem"],
): Finding {
  return { user, server: server.name, tried, problem };
}
