import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { authstack } from "../../../../infra/provider/authstack";
import { applyDigest } from "../../../../infra/provider/nats-servers/apply";
import type { ProvenUser } from "../../../../infra/provider/nats-servers/rights/inputs";
import { proveUser } from "../../../../infra/provider/nats-servers/rights/prove";
import { serverConfiguration } from "../../../../infra/provider/nats-servers/server-configuration";
import { userRights } from "../../../../infra/provider/nats-servers/user-rights";
import {
  authEvents,
  connectionSettings,
  eventConsumers,
  notifications,
  proofOf,
  proofsOf,
  renderConsumer,
  streamAdminUser,
  type UserDefinition,
  users,
} from "../../../../stream-config";
import type { Grant } from "../../../../stream-config/acl/verbs";
import { observe } from "../../../../stream-config/acl/verbs/observe";
import { declareStreams } from "../../../../tools/local/streams";
import { afterFile } from "../../../support/after-file";
import { type Recorded, startEngine, type TestEngine, type Wire } from "../engine";
import { startTestCluster, type TestServer, type TestServers } from "./local-servers";

const finished = afterFile();
const configuration = "authstack:nats:ServerConfiguration";
const rights = "authstack:nats:UserRights";

const patience = { rights: 500, leader: 5_000 };

/** A consumer and its user, which the contract doesn't have. */
const billing = { ...notifications, name: "billing" };
const billingUser: UserDefinition = { name: "billing", grants: [{ verb: "consume", consumer: billing }] };

let cluster: TestServers;
let engine: TestEngine;
/** What is declared, as the engine has recorded it. */
let recorded: Recorded;

beforeAll(async () => {
  cluster = await startTestCluster(finished);
  const find = async () => cluster;
  const resources = [serverConfiguration(find, patience), userRights(find, patience)];
  engine = await startEngine(finished, { ...authstack(), resources });
  recorded = await engine.up(configuration, configure(users));
  const admin = await connectAs(cluster.all[0]!, streamAdminUser);
  await declareStreams(admin);
  await admin.close();
});

beforeEach(async () => {
  await deploy(users);
  engine.messages.length = 0;
});

const place = { namespace: "auth-stack", statefulSet: "nats", ca: "PEM" };

function whose(wanted: readonly UserDefinition[]): Wire {
  const seeds = Object.fromEntries(wanted.map(({ name }) => [name, cluster.keys.seedOf(name)]));
  return { ...place, users: proofsOf(wanted), seeds };
}

/** Inputs of ServerConfiguration that declare these users on every server. */
function configure(wanted: readonly UserDefinition[]): Wire {
  const digests = Object.fromEntries(cluster.all.map((server) => [server.name, server.declare(wanted)]));
  return { ...whose(wanted), digests };
}

/** Inputs of UserRights for these users. */
function demand(wanted: readonly UserDefinition[]): Wire {
  return { ...whose(wanted), servers: { "nats-0": "proven", "nats-1": "proven", "nats-2": "proven" } };
}

/** What `pulumi up` does with changed users. */
async function deploy(wanted: readonly UserDefinition[]): Promise<void> {
  recorded = await engine.update(configuration, recorded, configure(wanted));
}

function asProven(user: UserDefinition, seed = cluster.keys.seedOf(user.name)): ProvenUser {
  return { name: user.name, seed, proof: proofOf(user) };
}

function connectAs(server: TestServer, user: UserDefinition, seed?: string) {
  return server.connectAs(asProven(user, seed));
}

/** What a request as the user gets from each server: "answered", or the client's error code. */
function ask(user: UserDefinition, call: string, seed?: string): Promise<string[]> {
  return Promise.all(
    cluster.all.map(async (server) => {
      const connection = await connectAs(server, user, seed).catch((error: { code: string }) => error);
      if (!("request" in connection)) return connection.code;
      const outcome = await connection.request(`${connectionSettings(user).apiPrefix}.${call}`).then(
        () => "answered",
        ({ code }: { code: string }) => code,
      );
      await connection.close();
      return outcome;
    }),
  );
}

function everywhere(outcome: string): string[] {
  return cluster.all.map(() => outcome);
}

/** The contract's users, one of them with other grants. */
function withGrants(name: string, change: (grants: readonly Grant[]) => readonly Grant[]): UserDefinition[] {
  return users.map((user) => (user.name === name ? { name, grants: change(user.grants) } : user));
}

function userOf(name: string): UserDefinition {
  return users.find((user) => user.name === name)!;
}

const billingInfo = "CONSUMER.INFO.auth-events.billing";

/**
 * What docs/adr/0012-rights-are-proven-by-requests.md is about. When this fails the server has learnt it: the second
 * reload is needed no more.
 */
test("nats-server 2.15.2 - one reload that adds an account leaves it without the services that it imports", async () => {
  for (const server of cluster.all) await applyDigest(server, server.declare([...users, billingUser]));
  expect(await ask(billingUser, billingInfo)).toEqual(everywhere("503"));
});

describe("changed rights on three servers", () => {
  test("a user added - can do what it may through each, after a second reload", async () => {
    await deploy([...users, billingUser]);
    expect(await ask(billingUser, billingInfo)).toEqual(everywhere("answered"));
    expect(engine.messages).toContainEqual(expect.stringMatching(/server nats-2 .* reloaded again \(1 ×\)/));
  });

  test("a user removed - is let in by none", async () => {
    await deploy([...users, billingUser]);
    await deploy(users);
    expect(await ask(billingUser, billingInfo)).toEqual(everywhere("AUTHORIZATION_VIOLATION"));
  });

  test("an import added to a user - answers", async () => {
    const wanted = withGrants("analytics", (grants) => [...grants, observe(authEvents, [])]);
    await deploy(wanted);
    expect(await ask(userOf("analytics"), "STREAM.INFO.auth-events")).toEqual(everywhere("answered"));
  });

  test("an export narrowed - is refused to who had it, and answers who keeps it", async () => {
    const wanted = withGrants("observer", (grants) => grants.slice(1));
    const call = "CONSUMER.INFO.auth-events.analytics";
    expect(await ask(userOf("observer"), call)).toEqual(everywhere("answered"));
    await deploy(wanted);
    expect(await ask(userOf("observer"), call)).toEqual(everywhere("PERMISSIONS_VIOLATION"));
    expect(await ask(userOf("analytics"), call)).toEqual(everywhere("answered"));
  });

  test("a key changed - the new one is let in, the old one is not", async () => {
    const old = cluster.keys.seedOf("analytics");
    cluster.keys.renew("analytics");
    await deploy(users);
    const call = "CONSUMER.INFO.auth-events.analytics";
    expect(await ask(userOf("analytics"), call)).toEqual(everywhere("answered"));
    expect(await ask(userOf("analytics"), call, old)).toEqual(everywhere("AUTHORIZATION_VIOLATION"));
  });

  test("all of it at once", async () => {
    const old = cluster.keys.seedOf("security-monitor");
    cluster.keys.renew("security-monitor");
    const wanted = withGrants("observer", (grants) => grants.slice(1)).filter(
      ({ name }) => name !== "notifications",
    );
    const analytics = { name: "analytics", grants: [...userOf("analytics").grants, observe(authEvents, [])] };
    await deploy([...wanted.filter(({ name }) => name !== "analytics"), analytics, billingUser]);

    expect(await ask(billingUser, billingInfo)).toEqual(everywhere("answered"));
    expect(await ask(analytics, "STREAM.INFO.auth-events")).toEqual(everywhere("answered"));
    const monitor = userOf("security-monitor");
    const itsDurable = "CONSUMER.INFO.auth-events.security-monitor";
    expect(await ask(monitor, itsDurable)).toEqual(everywhere("answered"));
    expect(await ask(monitor, itsDurable, old)).toEqual(everywhere("AUTHORIZATION_VIOLATION"));
    expect(await ask(userOf("notifications"), "CONSUMER.INFO.auth-events.notifications")).toEqual(
      everywhere("AUTHORIZATION_VIOLATION"),
    );
    expect(await ask(userOf("observer"), itsDurable)).toEqual(everywhere("PERMISSIONS_VIOLATION"));
  });
});

test("proof - a user whom the server does not know is refused", async () => {
  const [server] = cluster.all;
  const findings = await proveUser(server!, asProven(billingUser), "jetstream");
  expect(findings).toEqual([{ user: "billing", server: "nats-0", tried: "connect", problem: "refused" }]);
});

/** Declares billing's durable, as stream-admin does in the same `pulumi up`. */
async function declareBilling(): Promise<void> {
  const admin = await connectAs(cluster.all[0]!, streamAdminUser);
  const body = JSON.stringify({ stream_name: authEvents.name, config: renderConsumer(billing) });
  const subject = `AUTHJS.CONSUMER.CREATE.auth-events.billing.auth.user.registered`;
  expect((await admin.request(subject, body)).json()).not.toHaveProperty("error");
  await admin.close();
}

describe("proven rights on three servers", () => {
  /** Everybody, billing's user, and the right to declare its durable. */
  const withBilling = [
    ...withGrants("stream-admin", ([_, ...others]) => [
      { verb: "manage", stream: authEvents, consumers: [...eventConsumers, billing] },
      ...others,
    ]),
    billingUser,
  ];

  test("every user of the contract - shows all that can be tried, and changes nothing by it", async () => {
    const before = await stateOfStreams();
    await engine.up(rights, demand(users));
    expect(engine.messages).toEqual([]);
    expect(await stateOfStreams()).toEqual(before);
  });

  test("a durable that is not there - is said to be what the user gets no answer from", async () => {
    await deploy([...users, billingUser]);
    await expect(engine.up(rights, demand([...users, billingUser]))).rejects.toThrow(
      /Server nats-0 .* does not act by it: billing gets no answer to AUTHJS\.CONSUMER\.MSG\.NEXT\.auth-events\.billing on nats-0 \(no responders\)[\s\S]*reloaded 3 more times[\s\S]*Restart it/,
    );
  });

  test("a user that is dead on one server - shows as drift, and the next update has it work", async () => {
    await deploy(withBilling);
    await declareBilling();
    const proven = await engine.up(rights, demand(withBilling));
    await loseServices("nats-1");

    const found = (await engine.read(rights, proven.id, proven))!;
    expect(found.state.servers).toEqual({
      "nats-0": "proven",
      "nats-1": `billing gets no answer to AUTHJS.${billingInfo} on nats-1 (no responders)`,
      "nats-2": "proven",
    });
    expect((await engine.diff(rights, found, demand(withBilling))).fields).toEqual({ servers: "update" });
    const mended = await engine.update(rights, found, demand(withBilling));
    const read = (await engine.read(rights, proven.id, mended))!;
    expect((await engine.diff(rights, read, demand(withBilling))).changes).toBe("none");
  });

  /** Takes the account away and brings it again, by one reload each, so that the server runs what is declared. */
  async function loseServices(name: string): Promise<void> {
    const server = cluster.all.find((candidate) => candidate.name === name)!;
    await applyDigest(server, server.declare(withBilling.filter((user) => user !== billingUser)));
    await applyDigest(server, server.declare(withBilling));
  }

  test("a server that keeps a right that is gone - is an error that names user, right and server", async () => {
    const wanted = withGrants("observer", (grants) => grants.slice(1));
    // It runs with what was declared before, and says so.
    const { digests } = configure(users);
    await expect(engine.update(configuration, recorded, { ...configure(wanted), digests })).rejects.toThrow(
      /observer is still answered AUTHJS\.STREAM\.INFO\.auth-events on nats-0, a right that it has no more/,
    );
  });

  test("a server that lets in a key that is gone - is an error that names user and server", async () => {
    const wanted = users.filter(({ name }) => name !== "observer");
    const { digests } = configure(users);
    await expect(engine.update(configuration, recorded, { ...configure(wanted), digests })).rejects.toThrow(
      /the key that observer had is still let in on nats-0/,
    );
  });

  test("a server that is away - is taken to be as it was", async () => {
    const proven = await engine.up(rights, demand(users));
    await cluster.all[2]!.process.stop();
    const read = await engine.read(rights, proven.id, proven);
    expect(read!.state.servers).toMatchObject({ "nats-2": "proven" });
    expect(engine.messages).toContainEqual(expect.stringMatching(/server nats-2 can't be asked/));
  });
});

async function stateOfStreams(): Promise<unknown> {
  const observer = await connectAs(cluster.all[0]!, userOf("observer"));
  const calls = proofOf(userOf("observer")).requests.map(({ subject }) => subject);
  const answers = [];
  for (const call of calls) {
    const { state, delivered, ack_floor, num_ack_pending, num_pending } = (await observer.request(call)).json<
      Record<string, unknown>
    >();
    answers.push({ call, state, delivered, ack_floor, num_ack_pending, num_pending });
  }
  await observer.close();
  return answers;
}
