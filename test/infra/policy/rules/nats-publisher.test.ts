import { test } from "vitest";
import { natsPublisher } from "../../../../infra/policy/rules/nats-publisher";
import { configMap, expectBroken, expectKept } from "../support/resources";

const publisher =
  '{ nkey: $NKEY_AUTH_SERVICE, permissions: { publish: { allow: ["auth.user.registered"] } } }';
const reader = (publish: string) => `{ nkey: $NKEY_READER, permissions: { publish: ${publish} } }`;
const conf = (users: string, more = "") =>
  configMap(
    "nats.conf",
    `NKEY_AUTH_SERVICE: UAAA\nNKEY_READER: UBBB\naccounts { AUTH { users: [${publisher}, ${users}]\n ${more} } }`,
  );

test("nats-publisher - takes events from auth-service, and others' subjects from others", () => {
  expectKept(natsPublisher, conf(reader('{ allow: ["$JS.ACK.auth-events.reader.>"] }')));
});

test.each([
  ["one event", '{ allow: ["auth.user.registered"] }'],
  ["all events", '"auth.user.*"'],
  ["all of auth", '["auth.>"]'],
  ["wildcard tokens", '["*.*.registered"]'],
  ["everything, unsaid", "{ allow: [] }"],
])("nats-publisher - refuses another user that may publish %s", (_, publish) => {
  expectBroken(natsPublisher, /user reader of account AUTH .* reaches auth\.user\.>/, conf(reader(publish)));
});

test.each([
  ["a service export", 'exports: [{ service: "auth.user.*" }]', /whoever imports it can publish/],
  ["a mapping", "mappings: { other: auth.user.registered }", /maps "other" .* remove the mapping/],
  ["a weighted mapping", "mappings: { o: [{ destination: auth.user.a, weight: 100% }] }", /maps "o"/],
])("nats-publisher - refuses %s that reaches events", (_, more, message) => {
  expectBroken(natsPublisher, message, conf(reader('"other"'), more));
});

test("nats-publisher - takes events exported as a stream", () => {
  expectKept(natsPublisher, conf(reader('"other"'), 'exports: [{ stream: "auth.user.*" }]'));
});

test("nats-publisher - checks a file of users alone", () => {
  const users = `accounts { AUTH { users: [${reader('"auth.user.*"')}] } }`;
  expectBroken(natsPublisher, /user reader of account AUTH/, configMap("accounts.conf", users));
});
