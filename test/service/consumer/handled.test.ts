import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";
import { redisUser } from "../../../infra/components/redis/config";
import { type HandledEvents, HandledInMemory, HandledInRedis } from "../../../service/consumer/src";
import { startTestRedis } from "../../support/servers";

async function inRedis(): Promise<HandledEvents> {
  const password = randomUUID();
  const { url } = await startTestRedis(password);
  const redis = new Redis(url, { username: redisUser, password });
  onTestFinished(async () => redis.disconnect());
  return new HandledInRedis(redis, "notifications:handled:");
}

test.each<[string, () => HandledEvents | Promise<HandledEvents>]>([
  ["memory", () => new HandledInMemory()],
  ["Redis", inRedis],
])("handled events in %s - what was added is known, other keys are not", async (_, make) => {
  const handled = await make();
  await handled.add("one");
  expect(await handled.has("one")).toBe(true);
  expect(await handled.has("two")).toBe(false);
});

test("handled events in memory - the oldest is forgotten when there are too many", async () => {
  const handled = new HandledInMemory(2);
  for (const key of ["one", "two", "three"]) await handled.add(key);
  expect(await Promise.all(["one", "two", "three"].map((key) => handled.has(key)))).toEqual([
    false,
    true,
    true,
  ]);
});
