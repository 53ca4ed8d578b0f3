import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { startTestNats, type TestNats } from "../../../support/servers";
import { suspend } from "../../../support/suspend";
import { startEngine, type TestEngine } from "../engine";
import { type Tap, tapping } from "../frozen/tap";
import { declared, token } from "../snapshot/provider";

let nats: TestNats;
let tap: Tap;
let engine: TestEngine;

beforeEach(async () => {
  nats = await startTestNats();
  tap = await tapping(nats.url, onTestFinished);
  engine = await startEngine(onTestFinished);
  await engine.configure({ servers: [tap.url], seed: nats.keys.nkeys["stream-admin"]!.seed });
});

/** Has the server hang for good at that call, and resolves when it does. */
function hangAt(number: number, when: "unread" | "unanswered"): Promise<void> {
  return new Promise((resolve) => {
    tap.onCall(number, when, () => {
      suspend(nats.pid);
      resolve();
    });
  });
}

test.each([
  [0, "a read", /told to stop before STREAM.INFO/, ["STREAM.INFO.auth-events"]],
  [
    1,
    "a change",
    /dropped during AUTHJS.STREAM.CREATE.*sent once and not again/,
    ["STREAM.INFO.auth-events", "STREAM.CREATE.auth-events"],
  ],
])(
  "cancel - at call %d, %s, ends the operation, and nothing is sent after it",
  async (number, _, reason, calls) => {
    const hung = hangAt(number, "unread");
    const outcome = engine.up(token, declared).then(() => "done", String);
    await hung;
    await engine.cancel();
    expect(await outcome).toMatch(reason);
    await sleep(100);
    expect(tap.calls).toEqual(calls);
    expect(tap.connections()).toBe(1);
  },
);

test("cancel - what begins after it is not begun", async () => {
  await engine.cancel();
  await expect(engine.up(token, declared)).rejects.toThrow(
    "Pulumi was told to stop before STREAM.CREATE.auth-events",
  );
  expect(tap.connections()).toBe(0);
});

test("customTimeouts - end an operation that the provider would wait for longer", async () => {
  engine.customTimeouts(1);
  void hangAt(1, "unanswered");
  const begun = Date.now();
  await expect(engine.up(token, declared)).rejects.toThrow(/did not answer|customTimeouts/);
  expect(Date.now() - begun).toBeLessThan(15_000);
});
