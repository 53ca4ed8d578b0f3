import { expect, test } from "vitest";
import { leastParameters } from "../../../service/src/passwords/hash-parameters";
import { PasswordHasher } from "../../../service/src/passwords/password-hasher";
import { AbandonedError } from "../../../service/src/passwords/work-queue";
import { newUser, post, queueOf, shareStack, startApp } from "../support";

const stack = shareStack();
const job = { purpose: "login" } as const;

test("passwords - a hash verifies its password and no other", async () => {
  const hasher = new PasswordHasher();
  const hash = await hasher.hash("correct horse", job);
  expect(await hasher.verify(hash, "correct horse", job)).toBe(true);
  expect(await hasher.verify(hash, "correct horsf", job)).toBe(false);
  expect(await hasher.hash("correct horse", job)).not.toBe(hash);
});

test("passwords - the same characters match however they are composed", async () => {
  const hasher = new PasswordHasher();
  const composed = await hasher.hash("caf\u00e9 au lait", job);
  expect(await hasher.verify(composed, "cafe\u0301 au lait", job)).toBe(true);
});

test("passwords - without a hash nothing matches, not even what the decoy was made of", async () => {
  expect(await new PasswordHasher().verify(undefined, "", job)).toBe(false);
});

test("passwords - a hash tells whether it was made with other parameters", async () => {
  const stronger = new PasswordHasher({ memoryCost: 20_480, timeCost: 3, parallelism: 2 });
  const [old, recent] = [
    await new PasswordHasher().hash("password", job),
    await stronger.hash("password", job),
  ];
  expect(recent).toMatch(/^\$argon2id\$v=19\$m=20480,t=3,p=2\$/);
  expect([old, recent].map((hash) => stronger.isOutdated(hash))).toEqual([true, false]);
  expect(new PasswordHasher().isOutdated(recent)).toBe(true);
  expect(await stronger.verify(old, "password", job)).toBe(true);
  for (const change of [{ memoryCost: 19_457 }, { timeCost: 3 }, { parallelism: 2 }]) {
    expect(new PasswordHasher({ ...leastParameters, ...change }).isOutdated(old)).toBe(true);
  }
  expect(new PasswordHasher().isOutdated(old.replace("argon2id", "argon2i"))).toBe(true);
});

test("passwords - what nobody waits for any more is not hashed", async () => {
  const hasher = new PasswordHasher(undefined, queueOf(1, 10));
  const gone = new AbortController();
  const begun: string[] = [];
  const hash = (name: string, signal?: AbortSignal) =>
    hasher.hash("password", { ...job, ...(signal && { signal }) }, () => void begun.push(name));
  const [first, second, third] = [hash("first"), hash("second", gone.signal), hash("third")];
  gone.abort();
  await expect(second).rejects.toThrow(AbandonedError);
  await Promise.all([first, third]);
  expect(begun).toEqual(["first", "third"]);
});

test("passwords - a full queue answers 503 with Retry-After", async () => {
  const passwords = new PasswordHasher(undefined, queueOf(1, 1));
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
