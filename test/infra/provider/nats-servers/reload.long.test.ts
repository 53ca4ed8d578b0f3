import { beforeAll, expect, onTestFinished, test } from "vitest";
import { applyDigest } from "../../../../infra/provider/nats-servers/apply";
import {
  authEvents,
  connectionSettings,
  type UserDefinition,
  type UserName,
  users,
} from "../../../../stream-config";
import { subscribe } from "../../../../stream-config/acl/verbs/subscribe";
import { declareStreams } from "../../../../tools/local/streams";
import { afterFile } from "../../../support/after-file";
import {
  type ConnectionOptions,
  connect,
  type NatsConnection,
  nkeyAuthenticator,
} from "../../../support/nats-client";
import { startTestServers, type TestServer, type TestServers } from "./local-servers";

const finished = afterFile();
const patience = { files: 1_000, reload: 1_000 };

let servers: TestServers;
let server: TestServer;

beforeAll(async () => {
  servers = await startTestServers(1, finished);
  server = servers.all[0]!;
  const admin = await connectAs("stream-admin", finished);
  await declareStreams(admin);
});

async function connectAs(
  name: UserName,
  onFinished: (close: () => Promise<void>) => void = onTestFinished,
  options: ConnectionOptions = {},
): Promise<NatsConnection> {
  const { inboxPrefix } = connectionSettings(users.find((user) => user.name === name)!);
  const seed = new TextEncoder().encode(servers.keys.seedOf(name));
  const connection = await connect({
    servers: server.process.url,
    name,
    inboxPrefix,
    authenticator: nkeyAuthenticator(seed),
    ...options,
  });
  onFinished(() => connection.close());
  return connection;
}

/** What happens to a connection; empty as long as nothing does. */
function watch(connection: NatsConnection): string[] {
  const events: string[] = [];
  void (async () => {
    for await (const { type, data } of connection.status()) events.push(`${type} ${data}`);
  })();
  return events;
}

/** The contract's users, one of them with other grants. */
function withGrants(name: UserName, grants: UserDefinition["grants"]): UserDefinition[] {
  return users.map((user) => (user.name === name ? { name, grants } : user));
}

const without = (name: UserName) => users.filter((user) => user.name !== name);

test("reload - a running server that has what is meant is left alone", async () => {
  const reloads = server.reloads();
  expect(await applyDigest(server, server.declare(users))).toBe("unchanged");
  expect(server.reloads()).toBe(reloads);
});

test("reload - rights change under a running connection, and connections of other users do not notice", async () => {
  const [publisher, observer, analytics] = [
    await connectAs("auth-service"),
    await connectAs("observer"),
    await connectAs("analytics"),
  ];
  const unaffected = [publisher, observer].map((connection) => ({ connection, events: watch(connection) }));
  const ids = unaffected.map(({ connection }) => connection.info!.client_id);
  const consumerInfo = `AUTHJS.CONSUMER.INFO.${authEvents.name}.analytics`;
  await analytics.request(consumerInfo);

  const meant = server.declare(withGrants("analytics", [subscribe(authEvents, ["auth.user.registered"])]));
  expect(await applyDigest(server, meant)).toBe("reloaded");
  expect(await server.runningDigest()).toBe(meant);

  await expect(analytics.request(consumerInfo)).rejects.toThrow("Permissions Violation");
  const received = new Promise<string>((resolve) => {
    analytics.subscribe("auth.user.registered", { callback: (_, { subject }) => resolve(subject) });
  });
  await analytics.flush();
  await publisher.jetstream().publish("auth.user.registered", "{}");
  expect(await received).toBe("auth.user.registered");
  await observer.request(`AUTHJS.STREAM.INFO.${authEvents.name}`);
  expect(unaffected.map(({ connection }) => connection.info!.client_id)).toEqual(ids);
  expect(unaffected.flatMap(({ events }) => events)).toEqual([]);
});

test("reload - a user that is gone is disconnected, and comes in again when it is back", async () => {
  await applyDigest(server, server.declare(users));
  const monitor = await connectAs("security-monitor");
  const publisher = await connectAs("auth-service");
  const events = watch(publisher);
  await applyDigest(server, server.declare(without("security-monitor")));
  expect(await monitor.closed()).toMatchObject({ code: "AUTHORIZATION_VIOLATION" });
  await expect(connectAs("security-monitor")).rejects.toMatchObject({ code: "AUTHORIZATION_VIOLATION" });
  await applyDigest(server, server.declare(users));
  await connectAs("security-monitor");
  expect(events).toEqual([]);
});

test("reload - files that the server would refuse are not reloaded, and its words are passed on", async () => {
  await applyDigest(server, server.declare(users));
  const [running, reloads] = [await server.runningDigest(), server.reloads()];
  const twice = server.declare([...users, users[0]]);
  await expect(applyDigest(server, twice, patience)).rejects.toThrow(
    /Server nats-0 would refuse its configuration: .*Duplicate/i,
  );
  expect(server.reloads()).toBe(reloads);
  expect(await server.runningDigest()).toBe(running);
});

test("reload - one that the server refuses is reported with both digests and its words", async () => {
  await applyDigest(server, server.declare(users));
  const running = await server.runningDigest();
  const meant = server.declare(users, (text) =>
    text.replace('sync_interval: "always"', 'sync_interval: "1m"'),
  );
  const refused = applyDigest(server, meant, patience);
  await expect(refused).rejects.toThrow(`it runs with ${running}, not ${meant} as declared`);
  await expect(refused).rejects.toThrow(/config reload not supported for SyncInterval: old=2m0s, new=1m0s/);
});

test("reload - files that are not the declared ones are not reloaded", async () => {
  await applyDigest(server, server.declare(users));
  const reloads = server.reloads();
  const meant = server.declare(without("observer"));
  const others = server.declare(without("analytics"));
  await expect(applyDigest(server, meant, patience)).rejects.toThrow(
    `The files of server nats-0 have digest ${others}, not ${meant}`,
  );
  expect(server.reloads()).toBe(reloads);
});
