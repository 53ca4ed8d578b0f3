import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import {
  describeChange,
  type Effect,
  type StreamSettings,
  streamChanges,
  streamDefaults,
  streamSettings,
} from "../../../../stream-config";
import { decodeFields, encodeFields } from "../../../../stream-config/settings/wire";
import type { Answer, OpenServer } from "./server";
import type { StreamCase } from "./stream-cases";

/** Messages that a stream is filled with. */
const stored = 40;

/** A server, or one of a cluster, and the copies that its streams have. */
export interface StreamHost {
  readonly server: () => OpenServer;
  readonly replicas: number;
}

/** Makes each change on a live stream, and compares what the server did with what was foreseen. */
export function testStreamChanges(host: StreamHost, cases: readonly StreamCase[]): void {
  const complete = completeFor(host);
  test.each(cases.map((row, index) => [titleOf(row, complete), { index, row }] as const))(
    `stream, R${host.replicas} - %s`,
    async (_, { index, row }) => {
      const [from, to] = [complete(row.from, `S${index}`), complete(row.to, `S${index}`)];
      const before = await fill(host, from);
      if (row.aged) await sleep(150);
      const answer = await send(host, "UPDATE", to);
      await expect.poll(() => messages(host, from), { interval: 10 }).toBe(row.left ?? before);
      expect(effectOf(answer, before, row.left ?? before)).toBe(foreseen({ ...row, from, to }));
      if (answer.config) expect(decodeFields(streamSettings, answer.config)).toEqual(to);
    },
  );
}

/** What can't stand in the table: a stream can't be created sealed, nor above its limits. */
export function testSealingAndExcess(host: StreamHost): void {
  const complete = completeFor(host);
  const title = `stream, R${host.replicas} -`;

  test(`${title} sealed can be set and not unset, and brings along what it implies`, async () => {
    const open = complete({ discard: "new", denyDelete: true, denyPurge: true }, "sealed");
    const sealed = { ...open, sealed: true };
    const before = await fill(host, open);
    expect(decodeFields(streamSettings, (await send(host, "UPDATE", sealed)).config!)).toEqual(sealed);
    expect(await messages(host, open)).toBe(before);
    const { error } = await send(host, "UPDATE", open);
    expect(error).toMatchObject({ description: expect.stringContaining("unseal") });
    expect(streamChanges(open, sealed)).toMatchObject([{ field: "sealed", effect: "weakens" }]);
    expect(streamChanges(sealed, open)).toMatchObject([{ field: "sealed", effect: "refused" }]);
  });

  test.each([
    [{ maxMessages: 10 }, 10],
    [{ maxBytes: "1kB" }, 7],
  ])(`${title} above %o it loses the excess when it drops old messages again`, async (limit, left) => {
    const refusing = complete({ discard: "new" }, `above${left}`);
    expect(await fill(host, refusing)).toBe(stored);
    const above = { ...refusing, ...limit };
    await send(host, "UPDATE", above);
    expect(await messages(host, above)).toBe(stored);
    const dropping: StreamSettings = { ...above, discard: "old" };
    await send(host, "UPDATE", dropping);
    await expect.poll(() => messages(host, above), { interval: 10 }).toBe(left);
    expect(streamChanges(above, dropping)).toMatchObject([{ field: "discard", effect: "losesData" }]);
  });
}

type Complete = (settings: StreamSettings, name?: string) => StreamSettings;

/** Fills in the defaults of a host's streams. */
export function completeFor({ replicas }: StreamHost): Complete {
  return (settings, name = "S") => {
    const own = settings.mirror ? {} : { subjects: ["m.*"], duplicateWindow: "2m" };
    return { ...streamDefaults, name, replicas, ...own, ...settings };
  };
}

async function send(
  { server }: StreamHost,
  call: "CREATE" | "UPDATE",
  settings: StreamSettings,
): Promise<Answer> {
  return server().api(`STREAM.${call}.${settings.name}`, encodeFields(streamSettings, { ...settings }));
}

/** A new stream with ten messages of 100 bytes on each of four subjects, if it takes them; answers how many it has. */
async function fill(host: StreamHost, settings: StreamSettings): Promise<number> {
  const { api, offer } = host.server();
  onTestFinished(async () => void (await api(`STREAM.DELETE.${settings.name}`)));
  expect(await send(host, "CREATE", settings)).not.toHaveProperty("error");
  const [pattern] = settings.subjects ?? [];
  if (pattern === undefined) return 0;
  const publish = (_: unknown, index: number) =>
    offer(pattern.replace("*", "abcd".charAt(index % 4)), "x".repeat(100), settings.noAck);
  await Promise.all(Array.from({ length: stored }, publish));
  if (settings.noAck) await expect.poll(() => messages(host, settings)).toBe(stored);
  return messages(host, settings);
}

async function messages({ server }: StreamHost, { name }: StreamSettings): Promise<number> {
  return (await server().api(`STREAM.INFO.${name}`)).state!.messages;
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

/** The changes of a case, and the settings that stay beside them. */
export function titleOf({ from, to }: StreamCase, complete: Complete): string {
  const changes = streamChanges(complete(from), complete(to)).map(describeChange);
  const others = Object.keys(from).filter(
    (name) => name in to && !changes.some((text) => text.startsWith(name)),
  );
  return others.length === 0 ? changes.join("; ") : `${changes.join("; ")} with ${others.join(", ")}`;
}
