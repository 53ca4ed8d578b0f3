import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseNats } from "../../../../infra/nats-conf/parse";
import { overlap } from "../../../../infra/policy/nats/subjects";
import { usersOf } from "../../../../infra/policy/nats/users";
import { users } from "../../../../stream-config";

const rendered = readFileSync(join(__dirname, "../../../../stream-config/rendered/accounts.conf"), "utf8");

test("NATS users - those of the contract are found in what is rendered from it, by name", () => {
  const keys = "NKEY_AUTH_SERVICE: UAAA\n";
  const found = usersOf(parseNats(keys + rendered)).map(({ name }) => name);
  expect(found.sort()).toEqual(users.map(({ name }) => name).sort());
});

test.each([
  ["a.b", "a.b", true],
  ["a.*", "a.b", true],
  ["a.>", "a.b.c", true],
  [">", "a", true],
  ["*.b", "a.>", true],
  ["a", "a.>", false],
  ["a.b", "a", false],
  ["a.*", "a.b.c", false],
  ["a.b", "a.c", false],
])("NATS subjects - whether %s and %s overlap: %s", (one, other, expected) => {
  expect(overlap(one, other)).toBe(expected);
  expect(overlap(other, one)).toBe(expected);
});
