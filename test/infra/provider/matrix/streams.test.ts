import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { decodeFields, encodeFields } from "../../../../infra/provider/jetstream/fields";
import { streamFields } from "../../../../infra/provider/jetstream/stream-fields";
import {
  describeChange,
  type Effect,
  type StreamSettings,
  streamChanges,
  streamDefaults,
} from "../../../../stream-config";
import { afterFile } from "../../../support/after-file";
import { type Answer, type OpenServer, startOpenServer } from "./server";
import { type StreamCase, streamCases } from "./stream-cases";

const finished = afterFile();
const stored = 40;

let server: OpenServer;

beforeAll(async () => {
  server = await startOpenServer(finished);
  await server.api("STREAM.CREATE.origin", { name: "origin", subjects: ["o.*"] });
});

function complete(settings: StreamSettings, name = "S"): StreamSettings {
  const subjects = settings.mirror ? {} : { subjects: ["m.*"] };
  return { ...streamDefaults, name, duplicateWindow: "2m", ...subjects, ...settings };
}

async function send(call: "CREATE" | "UPDATE", settings: StreamSettings): Promise<Answer> {
  return server.api(`STREAM.${call}.${settings.name}`, encodeFields(streamFields, { ...settings }));
}

/** A new stream with ten messages of 100 bytes on each of four subjects, if it takes them; answers how many it has. */
async function fill(settings: StreamSettings): Promise<number> {
  onTestFinished(async () => void (await server.api(`STREAM.DELETE.${settings.name}`)));
  expect(await send("CREATE", settings)).not.toHaveProperty("error");
  const [pattern = ""] = settings.subjects ?? [];
  const publish = (_: unknown, index: number) =>
    server.connection.request(pattern.replace("*", "abcd".charAt(index % 4)), "x".repeat(100), {
      timeout: 100,
    });
  await Promise.allSettled(Array.from({ length: stored }, publish));
  return messages(settings);
}

async function messages({ name }: StreamSettings): Promise<number> {
  return (await server.api(`STREAM.INFO.${name}`)).state!.messages;
}

/** What the server did: refused, or applied with these many messages left. */
function effectOf(answer: Answer, before: number, left: number): Effect {
  if (answer.error !== undefined) return "refused";
  return left < before ? "losesData" : "safe";
}

/** The most serious of the effects that are foreseen. A stream within a new limit loses nothing by it. */
function foreseen({ from, to, fits }: StreamCase): Effect {
  const effects = streamChanges(from, to).map(({ effect }) => effect);
  if (effects.includes("refused")) return "refused";
  return effects.includes("losesData") && !fits ? "losesData" : "safe";
}

function title({ from, to }: StreamCase): string {
  const changes = streamChanges(complete(from), complete(to)).map(describeChange);
  const others = Object.keys(from).filter(
    (name) => name in to && !changes.some((text) => text.startsWith(name)),
  );
  return others.length === 0 ? changes.join("; ") : `${changes.join("; ")} with ${others.join(", ")}`;
}

test.each(streamCases.map((row, index) => [title(row), { index, row }] as const))(
  "stream - %s",
  async (_, { index, row }) => {
    const [from, to] = [complete(row.from, `S${index}`), complete(row.to, `S${index}`)];
    const before = await fill(from);
    if (row.aged) await sleep(150);
    const answer = await send("UPDATE", to);
    if (row.aged) await expect.poll(() => messages(from), { interval: 10 }).toBe(row.left);
    const left = await messages(from);
    expect(effectOf(answer, before, left)).toBe(foreseen({ ...row, from, to }));
    expect(left).toBe(row.left ?? before);
    if (answer.config) expect(decodeFields(streamFields, answer.config)).toEqual(to);
  },
);

test("stream - sealed can be set and not unset, and brings along what it implies", async () => {
  const open = complete({ discard: "new", denyDelete: true, denyPurge: true }, "sealed");
  const sealed = { ...open, sealed: true };
  const before = await fill(open);
  expect(decodeFields(streamFields, (await send("UPDATE", sealed)).config!)).toEqual(sealed);
  expect(await messages(open)).toBe(before);
  expect((await send("UPDATE", open)).error).toMatchObject({
    description: expect.stringContaining("unseal"),
  });
  expect(streamChanges(open, sealed)).toMatchObject([{ field: "sealed", effect: "safe" }]);
  expect(streamChanges(sealed, open)).toMatchObject([{ field: "sealed", effect: "refused" }]);
});

test.each([
  [{ maxMessages: 10 }, 10],
  [{ maxBytes: "1kB" as const }, 7],
])("stream - one that is above %o loses the excess when it drops old messages again", async (limit, left) => {
  const refusing = complete({ discard: "new" }, `above${left}`);
  expect(await fill(refusing)).toBe(stored);
  const above = { ...refusing, ...limit };
  await send("UPDATE", above);
  expect(await messages(above)).toBe(stored);
  const dropping: StreamSettings = { ...above, discard: "old" };
  await send("UPDATE", dropping);
  expect(await messages(above)).toBe(left);
  expect(streamChanges(above, dropping)).toMatchObject([{ field: "discard", effect: "losesData" }]);
});

test("stream - the matrix has every field that can change", () => {
  const changed = streamCases.flatMap(({ from, to }) => streamChanges(from, to)).map(({ field }) => field);
  const missing = Object.keys(streamFields).filter((field) => !changed.some((name) => name === field));
  expect(missing).toEqual(["name", "replicas", "sealed"]);
});
