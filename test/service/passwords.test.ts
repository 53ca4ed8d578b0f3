import { expect, test } from "vitest";
import { PasswordHasher } from "../../service/src/passwords/password-hasher";
import { QueueFullError, WorkQueue } from "../../service/src/passwords/work-queue";
import { newUser, post, shareStack, startApp } from "./support";

const stack = shareStack();

test("passwords - a hash verifies its password and no other", async () => {
  const hasher = new PasswordHasher();
  const hash = await hasher.hash("correct horse");
  expect(await hasher.verify(hash, "correct horse")).toBe(true);
  expect(await hasher.verify(hash, "correct horsf")).toBe(false);
  expect(await hasher.hash("correct horse")).not.toBe(hash);
});

test("passwords - the same characters match however they are composed", async () => {
  const hasher = new PasswordHasher();
  expect(await hasher.verify(await hasher.hash("caf\u00e9 au lait"), "cafe\u0301 au lait")).toBe(true);
});

test("passwords - without a hash nothing matches, not even what the decoy was made of", async () => {
  expect(await new PasswordHasher().verify(undefined, "")).toBe(false);
});

test("work queue - runs no more at once than it may, in the order of arrival", async () => {
  const queue = new WorkQueue({ running: 2, waiting: 10 });
  const finished: number[] = [];
  let running = 0;
  let most = 0;
  const job = async (id: number) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    running -= 1;
    finished.push(id);
  };
  await Promise.all([0, 1, 2, 3, 4, 5].map((id) => queue.run(() => job(id))));
  expect(most).toBe(2);
  expect(finished).toEqual([0, 1, 2, 3, 4, 5]);
});

test("work queue - refuses at once when too many wait, and takes work again later", async () => {
  const queue = new WorkQueue({ running: 1, waiting: 1 });
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const accepted = [queue.run(() => held), queue.run(async () => undefined)];
  await expect(queue.run(async () => undefined)).rejects.toThrow(QueueFullError);
  release();
  await Promise.all(accepted);
  expect(await queue.run(async () => "again")).toBe("again");
});

test("work queue - a job that fails leaves its place to the next", async () => {
  const queue = new WorkQueue({ running: 1, waiting: 1 });
  await expect(queue.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await queue.run(async () => "next")).toBe("next");
});

test("passwords - a full queue answers 503 with Retry-After", async () => {
  const passwords = new PasswordHasher({ running: 1, waiting: 1 });
  const { app } = await startApp(stack.config, undefined, { passwords });
  const responses = await Promise.all(
    Array.from({ length: 8 }, () => post(app, "/auth/register", newUser())),
  );
  const refused = responses.filter(({ statusCode }) => statusCode === 503);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length + responses.filter(({ statusCode }) => statusCode === 201).length).toBe(8);
  expect(refused[0]!.headers["retry-after"]).toBe("1");
  expect(refused[0]!.json().type).toBe("urn:auth-stack:problem:overloaded");
});
