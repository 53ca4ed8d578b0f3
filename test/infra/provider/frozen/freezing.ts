import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { isRead } from "../../../../infra/provider/api/api-call";
import { suspend } from "../../../support/suspend";
import { type Recorded, startEngine, type TestEngine } from "../engine";
import { type SnapshotProvider, startSnapshotProvider } from "../snapshot/provider";
import type { Operation, Prepared } from "./operations";
import { type Tap, tapping } from "./tap";

/** Seconds that an operation may take where the server hangs; a busy machine is given more. */
const patience = { first: 2, last: 60 } as const;

/** A hanging server, as the error tells it. */
const told =
  /^Error: 9 FAILED_PRECONDITION: .*(did not answer|dropped during|was lost while|customTimeouts give was over|can't be reached)/;

/** A server, the provider on an undisturbed way to it, and another on a way that is watched. */
interface World {
  readonly provider: SnapshotProvider;
  readonly tap: Tap;
  readonly tapped: TestEngine;
  readonly freeze: () => void;
  readonly thaw: () => void;
}

/** Has the server hang at each call of each operation, one after the other: before it reads the call, or before it answers. */
export function testFrozen(operations: readonly Operation[]): void {
  const cases = operations.flatMap((operation) =>
    (["unread", "unanswered"] as const).map((when) => [operation.title, when, operation] as const),
  );
  test.each(cases)(
    "a server hangs while %s, at a call that is %s - nothing is sent twice",
    async (_, when, operation) => {
      const world = await startWorld();
      for (let step = 0; await freezeAt(world, operation, step, when); step++);
    },
  );
}

async function startWorld(): Promise<World> {
  const provider = await startSnapshotProvider(onTestFinished);
  const { nats } = provider;
  const tap = await tapping(nats.url, onTestFinished);
  const tapped = await startEngine(onTestFinished);
  const { "stream-admin": admin, "stream-backup": backup } = nats.keys.nkeys;
  await tapped.configure({ servers: [tap.url], seed: admin!.seed, backupSeed: backup!.seed });
  return {
    provider,
    tap,
    tapped,
    freeze: () => suspend(nats.pid),
    thaw: () => process.kill(nats.pid, "SIGCONT"),
  };
}

/** Whether the operation has that step. */
async function freezeAt(
  world: World,
  operation: Operation,
  step: number,
  when: "unread" | "unanswered",
): Promise<boolean> {
  const { provider, tap, thaw } = world;
  const { prepared, outcome } = await attempt(world, operation, step, when, patience.first);
  if (tap.calls.length <= step) return false;
  const context = `${operation.title}, step ${step}, ${when}: ${tap.calls.join(", ")}`;
  expect(outcome, context).toMatch(told);
  expect(repeated(tap.calls), context).toEqual([]);
  thaw();
  await settle(provider);
  await expectRightNext(world, operation, prepared, context);
  return true;
}

/** What comes of the operation; where the machine is too slow for it, it is given more time. */
async function attempt(
  world: World,
  operation: Operation,
  step: number,
  when: "unread" | "unanswered",
  seconds: number,
): Promise<{ prepared: Prepared; outcome: string }> {
  const { provider, tap, tapped, freeze } = world;
  await provider.reset();
  const prepared = await operation.prepare(provider);
  tap.reset();
  tap.onCall(step, when, freeze);
  tapped.customTimeouts(seconds);
  const outcome = await perform(tapped, operation.token, prepared).then(() => "done", String);
  tapped.customTimeouts(0);
  if (tap.calls.length > step || outcome === "done") return { prepared, outcome };
  if (seconds > patience.last) throw new Error(`${operation.title}: ${outcome}`);
  return attempt(world, operation, step, when, seconds * 2);
}

/** Changes that were sent more than once. */
function repeated(calls: readonly string[]): string[] {
  const changes = calls.filter((call) => /^(STREAM|CONSUMER)\./.test(call) && !isRead(call));
  return changes.filter((call, index) => changes.indexOf(call) !== index);
}

/** What reached the server while it hung is done now. */
async function settle({ api }: SnapshotProvider): Promise<void> {
  await sleep(200);
  await api("STREAM.INFO.auth-events").catch(() => undefined);
}

/** What the engine does with a resource, by what was before and what is wanted. */
async function perform(engine: TestEngine, token: string, { before, wanted }: Prepared): Promise<unknown> {
  if (before === undefined) return engine.up(token, wanted!);
  if (wanted === undefined) return engine.delete(token, before);
  const { inputs } = await engine.check(token, wanted, before.inputs);
  return engine.update(token, before, inputs);
}

/** The next run goes by what is live, does what is left to do, and leaves nothing. */
async function expectRightNext(
  { provider, tap, tapped }: World,
  { token }: Operation,
  prepared: Prepared,
  context: string,
): Promise<void> {
  const { before, wanted, messages } = prepared;
  tap.reset();
  const found = before && (await tapped.read(token, before.id, before));
  if (wanted === undefined) {
    if (found !== undefined) await tapped.delete(token, found);
    expect(await provider.engine.read(token, before!.id), context).toBeUndefined();
    return;
  }
  const next = found === undefined ? prepared : { ...prepared, before: found };
  const isLeft = found === undefined || (await differs(tapped, token, found, prepared));
  if (isLeft) await perform(tapped, token, next);
  const after = (await provider.engine.read(token, found?.id ?? idOf(token)))!;
  expect(await differs(provider.engine, token, after, prepared), context).toBe(false);
  if (messages !== undefined) expect(await provider.messages(), context).toBe(messages);
}

async function differs(
  engine: TestEngine,
  token: string,
  found: Recorded,
  { wanted }: Prepared,
): Promise<boolean> {
  const { inputs } = await engine.check(token, wanted!, found.inputs);
  return (await engine.diff(token, found, inputs)).changes === "some";
}

function idOf(token: string): string {
  return token.endsWith("Consumer") ? "auth-events/analytics" : "auth-events";
}
