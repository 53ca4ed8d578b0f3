import { beforeAll, expect, onTestFinished, test } from "vitest";
import { describeSurvival, type Survived, survive } from "../../tools/bench/flood/measure";
import { BenchStack } from "../../tools/bench/service/stack";
import { projectDir } from "../../tools/lib/paths";
import { run } from "../../tools/lib/run";

/** What the Deployment gives the container, MiB. */
const memoryLimit = 512;

beforeAll(async () => {
  await run("npm", ["run", "build"], { cwd: projectDir });
}, 300_000);

/** The built service with the V8 limits of its image. */
async function startStack(): Promise<BenchStack> {
  const stack = new BenchStack({ redis: "everysec", nats: "2m" });
  onTestFinished(async () => {
    await stack.stop();
    stack.removeFiles();
  });
  await stack.start();
  await stack.startService();
  return stack;
}

/**
 * Many times more than any machine can answer; figures are printed, because how fast this one is says nothing. Whether
 * those who flood get an answer depends on it too; those who wait for theirs get some in any case.
 */
function expectSurvival(title: string, survived: Survived): void {
  console.log(describeSurvival(title, survived));
  expect(survived.peak).toBeLessThan(memoryLimit);
  expect(survived.answers["503"]).toBeGreaterThan(0);
  expect(survived.others.answers["401"]).toBeGreaterThan(0);
  expect(survived.recoveredSeconds).toBeLessThan(30);
}

test("overload - 2,000 connections that don't wait for answers are shed; the process lives and recovers", async () => {
  const stack = await startStack();
  const load = { connections: 2_000, perSecond: 5, seconds: 10 };
  expectSurvival("Many connections", await survive(stack, load));
});

test("overload - connections that pipeline far more than they get answered are shed", async () => {
  const stack = await startStack();
  const load = { connections: 200, perSecond: 75, seconds: 10 };
  expectSurvival("Few that pipeline", await survive(stack, load));
});

test("overload - Redis that stands still for 6 s under load ends nothing", async () => {
  const stack = await startStack();
  const load = { connections: 2_000, perSecond: 2, seconds: 12 };
  const pause = { afterSeconds: 2, seconds: 6 };
  expectSurvival("Redis stands still", await survive(stack, load, pause));
});
