import { beforeAll, expect, test } from "vitest";
import { analytics, authEvents, renderConsumer, renderStream } from "../../stream-config";
import { afterFile } from "../support/after-file";
import { type GuardedStream, startGuardedStream } from "./support/guarded-stream";

const finished = afterFile();
const { name } = authEvents;
const declared = { MAX_MESSAGES: "100" };
const byHand = { ...renderStream(authEvents, 1), max_msgs: 100 };

let stream: GuardedStream;
let before: Live;

/** The stream as its server has it; `created` tells it from another one of the same name. */
interface Live {
  readonly config: object;
  readonly created: string;
  readonly state: { readonly messages: number };
}

beforeAll(async () => {
  stream = await startGuardedStream("adopted", finished);
  await admin(`STREAM.CREATE.${name}`, byHand);
  const publisher = await stream.nats.connectAs("auth-service");
  for (let count = 0; count < 20; count++) await publisher.jetstream().publish("auth.user.registered", "{}");
  before = await live();
});

async function admin(call: string, body: object = {}): Promise<Live> {
  const connection = await stream.nats.connectAs("stream-admin");
  const answer = (await connection.request(`AUTHJS.${call}`, JSON.stringify(body))).json<
    Live & { error?: object }
  >();
  expect(answer.error).toBeUndefined();
  return answer;
}

async function live(): Promise<Live> {
  const { config, created, state } = await admin(`STREAM.INFO.${name}`);
  return { config, created, state };
}

async function importByName(kind: "Stream" | "Consumer", resource: string, id: string): Promise<void> {
  const provider = `nats=${urnOf("pulumi:providers:authstack", "nats")}`;
  const options = ["--provider", provider, "--protect=false", "--generate-code=false", "--yes"];
  await stream.pulumi(["import", `authstack:jetstream:${kind}`, resource, id, ...options], declared);
}

function urnOf(type: string, resource: string): string {
  return `urn:pulumi:adopted::guarded-stream::${type}::${resource}`;
}

function expectNoChanges(): Promise<string> {
  return stream.pulumi([...stream.preview, "--expect-no-changes"], declared);
}

test("a stream made by hand - is adopted by up without being touched", async () => {
  await stream.pulumi(stream.up, declared);
  expect(await live()).toEqual(before);
  await expectNoChanges();
});

const drift = {
  description: ["description", "changed by hand"],
  subjects: ["subjects", ["auth.user.*", "auth.other"]],
  max_age: ["maxAge", 86_400e9 * 30],
  max_msgs: ["maxMessages", 200],
  max_bytes: ["maxBytes", -1],
  max_msgs_per_subject: ["maxMessagesPerSubject", 1_000],
  max_msg_size: ["maxMessageSize", 5_000],
  max_consumers: ["maxConsumers", 10],
  discard: ["discard", "new"],
  duplicate_window: ["duplicateWindow", 60e9],
  compression: ["compression", "s2"],
  allow_direct: ["allowDirect", false],
  allow_rollup_hdrs: ["allowRollup", true],
  allow_atomic: ["allowAtomicPublish", true],
  allow_batched: ["allowBatchPublish", true],
  no_ack: ["noAck", true],
  metadata: ["metadata", { owner: "somebody" }],
  republish: ["republish", { src: "auth.user.registered", dest: "copy.registered" }],
  subject_transform: ["subjectTransform", { src: "auth.other", dest: "auth.user.other" }],
  consumer_limits: ["consumerLimits", { max_ack_pending: 2_000 }],
} as const;

test("drift - shows field by field in a preview, and the next up mends it without losing a message", async () => {
  const changes = Object.entries(drift).map(([api, [, value]]) => [api, value]);
  await admin(`STREAM.UPDATE.${name}`, { ...byHand, ...Object.fromEntries(changes) });
  const [, shown = ""] = /\[diff: ([^\]]*)\]/.exec(await stream.pulumi(stream.preview, declared)) ?? [];
  expect(shown.match(/\w+/g)?.toSorted()).toEqual(
    Object.values(drift)
      .map(([field]) => field)
      .toSorted(),
  );
  await stream.pulumi(stream.up, declared);
  expect(await live()).toEqual(before);
  await expectNoChanges();
});

test("destroy - retains the stream with its messages, and says so", async () => {
  const output = await stream.pulumi(stream.destroy, declared);
  expect(output).toContain(`stream "${name}" and its messages stay on the server`);
  expect(await live()).toEqual(before);
});

test("import - by name, through the program: the stream is not touched", async () => {
  await stream.pulumi(stream.up, { ...declared, IMPORT: name });
  expect(await live()).toEqual(before);
  await expectNoChanges();
});

test("import - by name, on the command line: the stream is not touched", async () => {
  await stream.pulumi(["state", "delete", urnOf("authstack:jetstream:Stream", name), "--yes"]);
  await importByName("Stream", name, name);
  expect(await live()).toEqual(before);
  await expectNoChanges();
});

test("import - a consumer, by its stream's name and its own: it is not touched", async () => {
  const id = `${name}/${analytics.name}`;
  const config = renderConsumer(analytics);
  const create = `CONSUMER.CREATE.${name}.${analytics.name}.${analytics.filterSubjects[0]}`;
  await admin(create, { stream_name: name, config });
  const info = () => admin(`CONSUMER.INFO.${name}.${analytics.name}`);
  const { ts: _, ...position } = (await info()) as Live & { ts: string };
  await importByName("Consumer", analytics.name, id);
  expect(await info()).toMatchObject(position);
  const state = await stream.pulumi(["stack", "export"], declared);
  const { resources } = JSON.parse(state).deployment as { resources: { id: string; outputs: object }[] };
  expect(resources.find((resource) => resource.id === id)?.outputs).toMatchObject({
    name: analytics.name,
    filterSubjects: [...analytics.filterSubjects],
    ackWait: analytics.ackWait,
  });
});
