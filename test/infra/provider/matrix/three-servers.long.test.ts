import { beforeAll, expect, onTestFinished, test } from "vitest";
import { encodeFields } from "../../../../infra/provider/jetstream/fields";
import { streamFields } from "../../../../infra/provider/jetstream/stream-fields";
import {
  describeChange,
  type StreamSettings,
  streamChanges,
  streamDefaults,
} from "../../../../stream-config";
import { afterFile } from "../../../support/after-file";
import { type Answer, type OpenServer, startOpenCluster } from "./server";
import { streamCases } from "./stream-cases";

const finished = afterFile();

let server: OpenServer;

beforeAll(async () => {
  server = await startOpenCluster(finished);
});

function complete(settings: StreamSettings, name: string): StreamSettings {
  return { ...streamDefaults, name, duplicateWindow: "2m", subjects: ["m.*"], replicas: 3, ...settings };
}

async function send(call: "CREATE" | "UPDATE", settings: StreamSettings): Promise<Answer> {
  return server.api(`STREAM.${call}.${settings.name}`, encodeFields(streamFields, { ...settings }));
}

async function messages({ name }: StreamSettings): Promise<number | undefined> {
  return (await server.api(`STREAM.INFO.${name}`)).state?.messages;
}

/** A new stream with ten messages of 100 bytes on each of four subjects. */
async function fill(settings: StreamSettings): Promise<void> {
  onTestFinished(async () => void (await server.api(`STREAM.DELETE.${settings.name}`)));
  expect(await send("CREATE", settings)).not.toHaveProperty("error");
  const publish = (_: unknown, index: number) =>
    server.connection.request(`m.${"abcd".charAt(index % 4)}`, "x".repeat(100), { timeout: 5_000 });
  await Promise.all(Array.from({ length: 40 }, publish));
}

const lossy = streamCases.filter(({ left, aged }) => left !== undefined && !aged);
const copies = [1, 2, 3].flatMap((from) =>
  [1, 2, 3]
    .filter((to) => to !== from)
    .map((to) => ({ from: { replicas: from }, to: { replicas: to }, left: 40 })),
);

test.each(
  [...lossy, ...copies].map(({ from, to, left }, index) => {
    const [before, after] = [complete(from, `R${index}`), complete(to, `R${index}`)];
    const changes = streamChanges(before, after);
    return [changes.map(describeChange).join("; "), { before, after, changes, left }] as const;
  }),
)("stream of three copies - %s", async (_, { before, after, changes, left }) => {
  await fill(before);
  expect(await send("UPDATE", after)).not.toHaveProperty("error");
  await expect.poll(() => messages(after), { timeout: 10_000 }).toBe(left);
  expect(changes.some(({ effect }) => effect === "losesData")).toBe(left! < 40);
});
