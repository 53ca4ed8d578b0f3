import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Connection } from "../../../../infra/provider/jetstream/connection";
import { requestOnce } from "../../../../infra/provider/jetstream/jetstream";
import { restoreSnapshot } from "../../../../infra/provider/jetstream/snapshot/restore";
import { takeSnapshot } from "../../../../infra/provider/jetstream/snapshot/take";
import { checkStream } from "../../../../infra/provider/jetstream/stream-check";
import type { StreamInputs } from "../../../../infra/provider/jetstream/stream-fields";
import { createOrAdopt, type Servers } from "../../../../infra/provider/jetstream/stream-live";
import { remove } from "../../../../infra/provider/jetstream/stream-remove";
import { createFromSnapshot } from "../../../../infra/provider/jetstream/stream-restore";
import { authEvents, renderConsumer, securityMonitor } from "../../../../stream-config";
import { afterFile } from "../../../support/after-file";
import { temporaryDir } from "../../../support/servers";
import { type OpenServer, startOpenCluster } from "../matrix/server";

const finished = afterFile();
const name = authEvents.name;
const told: string[] = [];
const call = { urn: "urn", inform: (message: string) => told.push(message), warn: () => undefined };

let cluster: OpenServer;
let servers: Servers;

beforeAll(async () => {
  cluster = await startOpenCluster(finished);
  const connection: Connection = {
    nats: cluster.connection,
    apiPrefix: "$JS.API",
    inboxPrefix: "_INBOX_test",
    close: async () => undefined,
  };
  servers = {
    jetStream: { request: (request, body) => requestOnce(connection, request, body) },
    snapshots: {
      take: (stream, parent, tell) => takeSnapshot(connection, stream, parent, tell),
      restore: (snapshot, config, tell) => restoreSnapshot(connection, snapshot, config, tell),
    },
  };
});

test("snapshot on three servers - deleted and restored, all copies are there with the consumer's position", async () => {
  const parent = temporaryDir();
  const given = { ...authEvents, subjects: [...authEvents.subjects], replicas: 3 };
  const own = {
    deletionPolicy: "delete",
    acknowledgeDataLoss: [`delete ${name}`],
    snapshotBeforeDataLoss: parent,
  };
  const checked = checkStream({ ...given, ...own } as StreamInputs, {
    before: undefined,
    unknowns: new Set(),
  });
  const inputs = checked.inputs as StreamInputs;
  const created = await createOrAdopt(servers, inputs, call);
  await cluster.api(`CONSUMER.CREATE.${name}.security-monitor`, {
    stream_name: name,
    config: renderConsumer(securityMonitor),
  });
  const jetStream = cluster.connection.jetstream();
  for (let count = 0; count < 500; count++) await jetStream.publish("auth.user.registered", `{"n":${count}}`);
  const consumer = await jetStream.consumers.get(name, "security-monitor");
  for (let count = 0; count < 10; count++) await (await consumer.next())?.ackAck();
  const before = await cluster.api(`STREAM.INFO.${name}`);

  await remove(servers, { id: name, inputs, state: created }, call);
  const restoreFrom = join(parent, readdirSync(parent)[0]!);
  await createFromSnapshot(servers, { ...inputs, restoreFrom }, call);

  expect(told.at(-1)).toContain("restored 500 of 500 messages");
  expect(await cluster.api(`STREAM.INFO.${name}`)).toMatchObject({
    config: { num_replicas: 3, subjects: authEvents.subjects },
    state: { messages: 500, last_seq: before.state!.last_seq },
  });
  // Until the servers have a leader for the consumer, nobody answers.
  const next = () => consumer.next({ expires: 2_000 }).catch(() => undefined);
  await expect.poll(async () => (await next())?.seq, { timeout: 20_000 }).toBe(11);
  const info = async () => (await cluster.connection.jetstreamManager()).streams.info(name);
  await expect.poll(async () => (await info()).cluster?.replicas?.every(({ current }) => current)).toBe(true);
});
