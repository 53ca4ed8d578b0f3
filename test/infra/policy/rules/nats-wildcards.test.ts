import { test } from "vitest";
import { natsWildcards } from "../../../../infra/policy/rules/nats-wildcards";
import { configMap, expectBroken, expectKept } from "../support/resources";

const own = 'subscribe: { allow: ["_INBOX_reader.>"] }';
const withPermissions = (permissions: string) =>
  configMap(
    "nats.conf",
    `NKEY_READER: UABC\naccounts { R { users: [{ nkey: $NKEY_READER${permissions} }] } }`,
  );

test("nats-wildcards - takes a private inbox and named subjects", () => {
  expectKept(
    natsWildcards,
    withPermissions(`, permissions: { publish: { allow: ["$JS.API.INFO"] }, ${own} }`),
  );
});

test('nats-wildcards - takes deny: [">"] for nothing', () => {
  expectKept(natsWildcards, withPermissions(`, permissions: { publish: { deny: [">"] }, ${own} }`));
});

test.each([
  [
    "all subjects",
    `, permissions: { publish: { allow: [">"] }, ${own} }`,
    /reader of account R may publish to ">"/,
  ],
  ["all subjects as a bare word", `, permissions: { publish: ">", ${own} }`, /may publish to ">"/],
  [
    "all subjects for a queue group",
    `, permissions: { publish: "a", subscribe: ["> workers"] }`,
    /subscribe to ">"/,
  ],
  [
    "the shared inbox",
    `, permissions: { publish: "a", subscribe: { allow: ["_INBOX.>"] } }`,
    /\(_INBOX_reader\.>\)/,
  ],
  ["the shared inbox by wildcards", `, permissions: { publish: "a", subscribe: "*.*.*" }`, /"\*\.\*\.\*"/],
  ["no publish side", `, permissions: { ${own} }`, /may publish to everything, because it has no allow list/],
  ["an empty allow list", `, permissions: { publish: { allow: [] }, ${own} }`, /deny: \[">"\]/],
  ["a deny list alone", `, permissions: { publish: { deny: ["a"] }, ${own} }`, /has no allow list/],
])("nats-wildcards - refuses %s", (_, permissions, message) => {
  expectBroken(natsWildcards, message, withPermissions(permissions));
});

test("nats-wildcards - default permissions stand in for a user's own", () => {
  const text = `accounts { R { default_permissions: { publish: "a", ${own} }, users: [{ nkey: UABC }] } }`;
  expectKept(natsWildcards, configMap("nats.conf", text));
});

test("nats-wildcards - refuses a server without users", () => {
  expectBroken(natsWildcards, /Anyone may connect/, configMap("nats.conf", "listen: 4222"));
});

test("nats-wildcards - takes users in an included file, and checks that file", () => {
  expectKept(natsWildcards, configMap("nats.conf", 'listen: 4222\ninclude "../users/accounts.conf"'));
  const users = 'accounts { R { users: [{ nkey: UABC, permissions: { publish: ">", subscribe: "a" } }] } }';
  expectBroken(natsWildcards, /may publish to ">"/, configMap("accounts.conf", users));
  expectBroken(natsWildcards, /Anyone may connect/, configMap("accounts.conf", "accounts {}"));
});

test("nats-wildcards - refuses users in an included file that no rule would check", () => {
  expectBroken(natsWildcards, /name the file accounts\.conf/, configMap("nats.conf", 'include "users.conf"'));
});
