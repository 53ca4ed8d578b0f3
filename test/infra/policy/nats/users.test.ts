import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseNats } from "../../../../infra/nats-conf/parse";
import { usersOf } from "../../../../infra/policy/nats/users";
import { users } from "../../../../stream-config";

const rendered = readFileSync(join(__dirname, "../../../../stream-config/rendered/accounts.conf"), "utf8");

test("NATS users - those of the contract are found in what is rendered from it, by name", () => {
  const keys = "NKEY_AUTH_SERVICE: UAAA\n";
  const found = usersOf(parseNats(keys + rendered)).map(({ name }) => name);
  expect(found.sort()).toEqual(users.map(({ name }) => name).sort());
});
