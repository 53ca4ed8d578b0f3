import { expect, test } from "vitest";
import { createLoggers } from "../../../service/src/log";
import { replyMeanings } from "../../../service/src/store/error-reply";
import { attempt } from "../../../service/src/store/errors";
import { shareStack, startApp } from "../support";

const stack = shareStack();

/** Commands that Redis refuses, whose arguments are nobody's business. */
async function failures() {
  const { app } = await startApp(stack.config);
  await app.redis.set("user:1", "no hash");
  const calls = [
    () => app.redis.hset("user:1", "email", "ada@example.com", "passwordHash", "$argon2id$secret"),
    () => app.redis.call("NONSENSE", "ada@example.com", "it's", "$argon2id$secret"),
    () => app.redis.eval("return redis.call('HGET', KEYS[1], ARGV[1])", 1, "user:1", "ada@example.com"),
    () => attempt(() => app.redis.call("CONFIG", "SET", "ada@example.com", "$argon2id$secret")),
  ];
  return Promise.all(calls.map((call) => call().catch((error: unknown) => error)));
}

test("logger - of an error reply the log has what happened, and no argument of the command", async () => {
  const lines: string[] = [];
  const { log } = createLoggers("trace", { write: (line) => void lines.push(line) });
  for (const error of await failures()) {
    log.error({ err: error }, "as err");
    log.error({ error, reason: error, cause: error }, "under other names");
    log.error(error);
  }
  const text = lines.join("");
  expect(text).not.toMatch(/ada|argon2|secret/);
  expect(text).toContain("WRONGTYPE Operation against a key holding the wrong kind of value");
  expect(text).toContain("ERR unknown command …");
  const [first] = lines.map((line) => JSON.parse(line));
  expect(Object.keys(first.err)).toEqual(["type", "message", "stack"]);
  expect(first.err.type).toBe("ReplyError");
});

test("logger - an error's causes and code are shown, without what else hangs on it", () => {
  const lines: string[] = [];
  const { log } = createLoggers("info", { write: (line) => void lines.push(line) });
  const cause = Object.assign(new Error("refused"), { code: "ECONNREFUSED", address: "ada@example.com" });
  const error = Object.assign(new Error("can't connect", { cause }), { request: "ada@example.com" });
  Object.assign(cause, { cause: error });
  log.error({ err: error }, "failed");
  expect(lines.join("")).not.toContain("ada");
  const { err } = JSON.parse(lines[0]!);
  expect(err).toMatchObject({ type: "Error", message: "can't connect", cause: { code: "ECONNREFUSED" } });
  expect(err.stack).toMatch(/^\s+at .*logger\.test\.ts/);
});

test("error replies - each is known by its first word", () => {
  for (const word of Object.keys(replyMeanings)) expect(word).toMatch(/^[A-Z]+$/);
});
