import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
  analytics as analyticsConsumer,
  type ClientConfig,
  clientConfig,
  observerUser,
  replayOf,
} from "../../stream-config";
import { projectDir } from "../../tools/lib/paths";
import { afterFile } from "../support/after-file";
import { connect, nkeyAuthenticator } from "../support/nats-client";
import { declareStreams, startTestNats } from "../support/servers";
import { consumingUsers } from "./support/consuming-users";

const dir = join(projectDir, "stream-config/rendered/clients");
const clients = consumingUsers.map(({ user, type }) => ({ type, ...read(user) }));
const finished = afterFile();
const server = startTestNats({}, finished);

/** What a client is handed. */
function read(user: string): ClientConfig {
  return JSON.parse(readFileSync(join(dir, `${user}.json`), "utf8"));
}

test.each(clients)(
  "clients - $name reads its events with nothing but its generated configuration and its seed",
  async ({ name, inboxPrefix, apiPrefix, stream, durable, subjects, type }) => {
    const nats = await server;
    await declareStreams(nats);
    const sender = await nats.connectAs("auth-service");
    await sender.jetstream().publish(type, "{}");
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
  expect(read("analytics").replay).toEqual({ stream, durable });
});

test("clients - a user that consumes nothing has no configuration of that kind", () => {
  expect(clientConfig(observerUser)).toBeUndefined();
});
