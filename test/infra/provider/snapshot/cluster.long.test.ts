import { beforeAll, expect, onTestFinished, test } from "vitest";
import type { Connection } from "../../../../infra/provider/api/connection";
import { requestOnce } from "../../../../infra/provider/api/jetstream";
import { restoreSnapshot } from "../../../../infra/provider/snapshot/restore";
import { takeSnapshot } from "../../../../infra/provider/snapshot/take";
import { checkStream } from "../../../../infra/provider/stream/check";
import { createOrAdopt, type Servers } from "../../../../infra/provider/stream/declare";
import type { StreamInputs } from "../../../../infra/provider/stream/inputs";
import { remove } from "../../../../infra/provider/stream/remove";
import { createFromSnapshot } from "../../../../infra/provider/stream/restore";
import { authEvents, renderConsumer, securityMonitor } from "../../../../stream-config";
import { afterFile } from "../../../support/after-file";
import { temporaryDir } from "../../../support/servers";
import { testCall } from "../call";
import { type OpenServer, startOpenCluster } from "../matrix/server";
import { onlyFolder } from "./provider";

const finished = afterFile();
const name = authEvents.name;
const told: string[] = [];
const call = testCall((message) => told.push(message));

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
      take: (stream, parent, { inform }) => takeSnapshot(connection, stream, parent, inform),
      restore: (snapshot, config, { inform }) => restoreSnapshot(connection, snapshot, config, inform),
    },
  };
});

function inputsOf(retention: string, snapshotBeforeDataLoss: string): StreamInputs {
  const own = { deletionPolicy: "delete", acknowledgeDataLoss: [`delete ${name}`], snapshotBeforeDataLoss };
  const given = { ...authEvents, subjects: [...authEvents.subjects], replicas: 3, retention, ...own };
  const { inputs } = checkStream(given as Partial<StreamInputs>, { before: undefined, unknowns: new Set() });
  return inputs as StreamInputs;
}

async function messages(): Promise<number | undefined> {
  return (await cluster.api(`STREAM.INFO.${name}`)).state?.messages;
}

test.each([
  ["limits", 300],
  ["interest", 290],
  ["workqueue", 290],
])(
  "snapshot on three servers - all copies of a stream with retention %s are back, with the consumer's position",
  async (retention, left) => {
    const parent = temporaryDir();
    const inputs = inputsOf(retention, parent);
    const state = await createOrAdopt(servers, inputs, call);
    onTestFinished(async () => void (await cluster.api(`STREAM.DELETE.${name}`)));
    const config = renderConsumer(securityMonitor);
    await cluster.api(`CONSUMER.CREATE.${name}.security-monitor`, { stream_name: name, config });
    const jetStream = cluster.connection.jetstream();
    for (let n = 0; n < 300; n++) await jetStream.publish("auth.user.registered", `{"n":${n}}`);
    const consumer = await jetStream.consumers.get(name, "security-monitor");
    for (let count = 0; count < 10; count++) await (await consumer.next())?.ackAck();
    await expect.poll(messages).toBe(left);

    await remove(servers, { id: name, inputs, state }, call);
    const restoreFrom = onlyFolder(parent);
    await createFromSnapshot(servers, { ...inputs, restoreFrom }, call);

    expect(told.at(-1)).toContain(`restored ${left} of ${left} messages`);
    expect(await cluster.api(`STREAM.INFO.${name}`)).toMatchObject({
      config: { num_replicas: 3, subjects: authEvents.subjects, retention },
      state: { messages: left, last_seq: 300 },
    });
    // Until the servers have a leader for the consumer, nobody answers.
    const next = () => consumer.next({ expires: 2_000 }).catch(() => undefined);
    await expect.poll(async () => (await next())?.seq, { timeout: 20_000 }).toBe(11);
    const info = async () => (await cluster.connection.jetstreamManager()).streams.info(name);
    const current = async () => (await info()).cluster?.replicas?.every((replica) => replica.current);
    await expect.poll(current, { timeout: 20_000 }).toBe(true);
  },
);
