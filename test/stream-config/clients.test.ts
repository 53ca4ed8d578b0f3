import { readdirSync } from "node:fs";
import { join } from "node:path";
import { connect, nkeyAuthenticator } from "nats";
import { expect, onTestFinished, test } from "vitest";
import {
  analytics as analyticsConsumer,
  type ClientConfig,
  clientConfig,
  contract,
  observerUser,
  replayOf,
} from "../../stream-config";
import analytics from "../../stream-config/rendered/clients/analytics.json";
import notifications from "../../stream-config/rendered/clients/notifications.json";
import securityMonitor from "../../stream-config/rendered/clients/security-monitor.json";
import { generatedFiles } from "../../tools/generate";
import { projectDir } from "../../tools/paths";
import { afterFile } from "../support/after-file";
import { declareStreams, startTestNats } from "../support/servers";

const clients = [notifications, analytics, securityMonitor] satisfies ClientConfig[];
const finished = afterFile();
const server = startTestNats({}, finished);

test.each(clients.map((client) => [client.name, client] as const))(
  "clients - %s reads its events with nothing but its generated configuration and its seed",
  async (_, { name, inboxPrefix, apiPrefix, stream, durable, subjects }) => {
    const nats = await server;
    await declareStreams(nats);
    const sender = await nats.connectAs("auth-service");
    await sender.jetstream().publish("auth.user.registered", "{}");
    const seed = new TextEncoder().encode(nats.keys.nkeys[name]!.seed);
    const authenticator = nkeyAuthenticator(seed);
    const connection = await connect({ servers: nats.url, name, inboxPrefix, authenticator });
    onTestFinished(() => connection.close());
    const consumer = await connection.jetstream({ apiPrefix }).consumers.get(stream, durable);
    const message = await consumer.next({ expires: 5_000 });
    expect(await message?.ackAck()).toBe(true);
    const { filter_subject, filter_subjects } = (await consumer.info()).config;
    expect(filter_subjects ?? [filter_subject]).toEqual(subjects);
  },
);

test("clients - the replay durable is the one that the contract has beside the consumer", () => {
  const { stream, name: durable } = replayOf(analyticsConsumer);
  expect(analytics.replay).toEqual({ stream, durable });
});

test("clients - a user that consumes nothing has no configuration of that kind", () => {
  expect(clientConfig(observerUser)).toBeUndefined();
});

test("clients - every consuming user has its files, and there are no others", () => {
  const dir = "stream-config/rendered/clients";
  const expected = Object.keys(generatedFiles).filter((path) => path.startsWith(dir));
  const consuming = contract.users.filter(clientConfig).length;
  expect(expected).toHaveLength(2 * consuming);
  expect(
    readdirSync(join(projectDir, dir))
      .map((file) => `${dir}/${file}`)
      .sort(),
  ).toEqual(expected.sort());
});
