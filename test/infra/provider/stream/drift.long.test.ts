import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { type StreamSettings, streamChanges, streamSettings } from "../../../../stream-config";
import { encodeFields } from "../../../../stream-config/settings/wire";
import { afterFile } from "../../../support/after-file";
import type { Recorded, TestEngine, Wire } from "../engine";
import type { OpenServer } from "../matrix/server";
import { copyCases, type StreamCase, streamCases } from "../matrix/stream-cases";
import { completeFor, titleOf } from "../matrix/stream-matrix";
import { startOpenProvider } from "../open";

const finished = afterFile();
const token = "authstack:jetstream:Stream";

let server: OpenServer;
let engine: TestEngine;
const complete = completeFor({ server: () => server, replicas: 1 });

beforeAll(async () => {
  ({ server, engine } = await startOpenProvider(finished));
  await server.api("STREAM.CREATE.origin", { name: "origin", subjects: ["o.*"] });
});

const open = { discard: "new", denyDelete: true, denyPurge: true } as const;
const cases: readonly StreamCase[] = [
  ...streamCases,
  ...copyCases,
  { from: open, to: { ...open, sealed: true } },
];

/** Changes the live stream as another client would: where the server refuses, by another stream in its place. */
async function alter(from: StreamSettings, to: StreamSettings): Promise<void> {
  const config = encodeFields(streamSettings, { ...to });
  const possible = streamChanges(from, to).every(({ effect }) => effect !== "refused");
  if (!possible) await server.api(`STREAM.DELETE.${from.name}`);
  const answer = await server.api(`STREAM.${possible ? "UPDATE" : "CREATE"}.${from.name}`, config);
  expect(answer).not.toHaveProperty("error");
}

async function declare(settings: StreamSettings): Promise<Recorded> {
  onTestFinished(async () => void (await server.api(`STREAM.DELETE.${settings.name}`)));
  const recorded = await engine.up(token, { ...settings });
  const { changes } = await engine.diff(token, (await read(recorded))!, recorded.inputs);
  expect(changes).toBe("none");
  return recorded;
}

function read(recorded: Recorded): Promise<Recorded | undefined> {
  return engine.read(token, recorded.id, recorded);
}

test.each(cases.map((row, index) => [titleOf(row, complete), { index, row }] as const))(
  "drift of a stream - %s: is found, and nothing else",
  async (_, { index, row }) => {
    const [from, to] = [complete(row.from, `D${index}`), complete(row.to, `D${index}`)];
    const before = await declare(from);
    await alter(from, to);
    const found = (await read(before))!;
    const { fields } = await engine.diff(token, found, before.inputs);
    expect(Object.keys(fields).toSorted()).toEqual(fieldsOf(from, to));
    await expectMended(before, found, to, from);
  },
);

function fieldsOf(from: StreamSettings, to: StreamSettings): string[] {
  return streamChanges(from, to)
    .map(({ field }) => field)
    .toSorted();
}

/** The next `pulumi up` sets it back, or says by the field's name that the server doesn't take it back. */
async function expectMended(
  before: Recorded,
  found: Recorded,
  to: StreamSettings,
  from: StreamSettings,
): Promise<void> {
  const refused = streamChanges(to, from).filter(({ effect }) => effect === "refused");
  const { inputs, failures } = await engine.check(token, before.inputs, found.inputs);
  expect(failures.map((failure) => failure.split(":")[0])).toEqual(refused.map(({ field }) => field));
  if (refused.length > 0) return;
  // A stream that is just moved to other servers is not changed before it is there.
  await vi.waitFor(() => engine.update(token, found, inputs as Wire), { timeout: 20_000 });
  expect(await read(before)).toEqual(before);
}
