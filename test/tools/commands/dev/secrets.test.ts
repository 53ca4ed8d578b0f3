import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { users } from "../../../../stream-config";
import { ensureKeys, secretFiles } from "../../../../tools/commands/dev/secrets";
import { temporaryDir } from "../../../support/servers";

test("keys - the same at every start, in files that only their owner reads", () => {
  const dir = temporaryDir();
  const keys = ensureKeys(dir);
  expect(ensureKeys(dir)).toEqual(keys);
  const { redisPassword, signingKeys, seed } = secretFiles(dir);
  expect(readFileSync(redisPassword, "utf8")).toBe(keys.redisPassword);
  expect(JSON.parse(readFileSync(signingKeys, "utf8"))).toEqual(keys.signingKeys);
  const files = [redisPassword, signingKeys, ...users.map(({ name }) => seed(name)), join(dir, "keys.json")];
  expect(files.map((file) => statSync(file).mode & 0o777)).toEqual(files.map(() => 0o600));
});

test("keys - a user that the contract has gained gets one, and the others keep theirs", () => {
  const dir = temporaryDir();
  const before = ensureKeys(dir);
  const { analytics: _, ...others } = before.nkeys;
  writeFileSync(join(dir, "keys.json"), JSON.stringify({ ...before, nkeys: others }));
  const after = ensureKeys(dir);
  expect(after.nkeys).toMatchObject(others);
  expect(after.nkeys.analytics?.publicKey).toMatch(/^U/);
});
