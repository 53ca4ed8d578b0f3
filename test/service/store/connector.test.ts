import { expect, onTestFinished, test } from "vitest";
import { redisOptions } from "../../../service/src/plugins/redis";
import { TurnwiseRedis } from "../../../service/src/store/turnwise-redis";
import { startTestRedis } from "../../support/servers";
import { until } from "../support";

const password = "connector-password";

async function connect(): Promise<TurnwiseRedis> {
  const { hostname, port } = new URL((await startTestRedis(password)).url);
  const redis = new TurnwiseRedis(
    redisOptions({ host: hostname, port: Number(port), username: "auth-service", password }),
  );
  redis.on("error", () => undefined);
  onTestFinished(async () => redis.disconnect());
  await until(() => redis.status === "ready");
  return redis;
}

test("connector - a connection's second error, as an alert after a refused certificate, ends nothing", async () => {
  const { stream } = await connect();
  for (const text of ["not trusted", "alert"])
    expect(() => stream.emit("error", new Error(text))).not.toThrow();
});

test("connector - a connection that breaks is made anew", async () => {
  const redis = await connect();
  const { stream } = redis;
  stream.destroy(new Error("broken"));
  await until(() => redis.stream !== stream && redis.status === "ready");
  expect(await redis.ping()).toBe("PONG");
});
