import { Redis } from "ioredis";
import { expect, test } from "vitest";
import { describeFailure } from "../../../service/src/commands/command";
import { StoreUnavailableError } from "../../../service/src/store/errors";
import { startTestRedis } from "../../support/servers";

test("operator - each failure is told as what it is", async () => {
  const password = "operator-test";
  const server = await startTestRedis(password);
  const redis = new Redis(server.url, { username: "auth-service", password, retryStrategy: () => null });
  redis.on("error", () => undefined);
  await redis.set("auth:text", "text");
  const wrongType = await redis.lpop("auth:text").catch((error: unknown) => error);
  expect(describeFailure(wrongType, redis)).toMatch(/^Redis refused a command: WRONGTYPE/);
  const forbidden = await redis.flushall().catch((error: unknown) => error);
  expect(describeFailure(forbidden, redis)).toMatch(/^Redis can't serve: NOPERM/);
  expect(describeFailure(new TypeError("x is undefined"), redis)).toMatch(
    /^The command failed: TypeError: x is undefined\n\s+at /,
  );
  await server.stop("SIGKILL");
  const gone = await redis.get("auth:text").catch((error: unknown) => error);
  const told = describeFailure(gone, redis);
  expect(told).toMatch(/^Redis can't serve: /);
  expect(describeFailure(new StoreUnavailableError(gone), redis)).toBe(told);
});
