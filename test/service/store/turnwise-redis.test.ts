import { expect, test } from "vitest";
import { shareStack, startApp } from "../support";

const stack = shareStack();

test("turnwise redis - commands of one turn leave together, and are answered each", async () => {
  const { redis } = (await startApp(stack.config)).app;
  const answers = Promise.all([redis.echo("one"), redis.echo("two")]);
  expect(redis.stream.writableCorked).toBe(1);
  expect(redis.stream.writableLength).toBeGreaterThan(0);
  expect(await answers).toEqual(["one", "two"]);
  expect(redis.stream.writableCorked).toBe(0);
});
