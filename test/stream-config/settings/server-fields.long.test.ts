import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { consumerSettings, streamSettings } from "../../../stream-config";
import { namesOf } from "../../../stream-config/settings/place";
import type { Fields } from "../../../stream-config/settings/setting";
import { projectDir } from "../../../tools/lib/paths";
import { run } from "../../../tools/lib/run";
import { goEnvironment } from "../../../tools/toolchain/go";

/** The source that the toolchain's nats-server is built from. */
let source: string;

beforeAll(async () => {
  const module = "github.com/nats-io/nats-server/v2";
  const [cwd, env] = [join(projectDir, "tools/toolchain/nats-server"), goEnvironment()];
  await run("go", ["mod", "download", module], { cwd, env });
  source = join(await run("go", ["list", "-m", "-f", "{{.Dir}}", module], { cwd, env }), "server");
});

/** The names that a struct's fields have in JSON, by the struct's name. */
function jsonNames(file: string, struct: string): string[] {
  const [, body = ""] =
    new RegExp(`^type ${struct} struct {\n([^]*?)^}`, "m").exec(readFileSync(join(source, file), "utf8")) ??
    [];
  return [...body.matchAll(/`json:"(\w+)/g)].map(([, name]) => name!);
}

function apiNames(fields: Fields): string[] {
  return Object.values(fields).flatMap(({ api }) => namesOf(api));
}

test("server - has no setting of a stream that Stream doesn't know", () => {
  const known = [...apiNames(streamSettings), ...decidedByServer];
  expect(jsonNames("stream.go", "StreamConfig").toSorted()).toEqual(known.toSorted());
});

/** A mirror takes this over from its origin. */
const decidedByServer = ["mirror_direct"];

test("server - has no setting of a consumer that Consumer doesn't know or leaves out on purpose", () => {
  const known = [...apiNames(consumerSettings), ...always, ...ofPushConsumers, ...internal];
  expect(jsonNames("consumer.go", "ConsumerConfig").toSorted()).toEqual(known.toSorted());
});

/** A durable pull consumer with explicit acks has these. */
const always = ["name", "ack_policy"];
const ofPushConsumers = [
  "deliver_subject",
  "deliver_group",
  "idle_heartbeat",
  "flow_control",
  "rate_limit_bps",
];
/** What servers make for each other to copy streams. */
const internal = ["direct", "sourcing"];

const origin = {
  name: "origin",
  startSequence: 1,
  startTime: "2026-01-01T00:00:00Z",
  filterSubject: "a.b",
  subjectTransforms: [{ source: "a", destination: "b" }],
  external: { api: "API", deliver: "deliver" },
  consumer: { name: "copies", deliverSubject: "deliver.copies" },
};

test.each([
  ["StreamSource", "stream.go", encoded("mirror", origin)],
  ["SubjectTransformConfig", "stream.go", encoded("subjectTransform", origin.subjectTransforms[0])],
  ["ExternalStream", "stream.go", encoded("mirror", origin).external],
  ["StreamConsumerSource", "stream.go", encoded("mirror", origin).consumer],
  ["RePublish", "stream.go", encoded("republish", { source: "a", destination: "b", headersOnly: true })],
  [
    "StreamConsumerLimits",
    "stream.go",
    encoded("consumerLimits", { inactiveThreshold: "1h", maxAckPending: 1 }),
  ],
  // The server refuses a preferred one.
  [
    "Placement",
    "jetstream_cluster.go",
    { ...encoded("placement", { cluster: "c", tags: ["t"] }), preferred: "" },
  ],
])("server - has no setting of %s that Stream doesn't know", (struct, file, known) => {
  expect(jsonNames(file, struct).toSorted()).toEqual(Object.keys(known as object).toSorted());
});

function encoded(field: keyof typeof streamSettings, value: unknown): Readonly<Record<string, unknown>> {
  return { ...(streamSettings[field].value.codec.encode(value) as object) };
}
