import { Type } from "typebox";
import { expect, test } from "vitest";
import { authEventsDlq, authEventsReplay, replayOf } from "../../../stream-config";
import type { Grant } from "../../../stream-config/acl/verbs";
import { type Report, reviewContracts } from "../../../stream-config/review";
import {
  billing,
  consumer,
  contract,
  email,
  type parts,
  placed,
  review,
  shop,
  stream,
  told,
} from "./support";

function withGrants(...grants: Grant[]): Partial<typeof parts> {
  return { users: [shop, { name: "billing", grants }] };
}

test("rights - a wider filter exposes personal data to its user, and the consumer's change is safe", () => {
  const wider = { ...consumer, filterSubjects: ["order.*"] };
  const narrow = { ...consumer, filterSubjects: ["order.shipped"] };
  expect(told(review({ consumers: [wider] }, { consumers: [narrow] }))).toEqual([
    [
      "exposesPersonalData",
      "`billing` can now read every message of `orders`, through the durable `billing`, including personal data: `email` (`order.placed`); before: `order.shipped` of `orders`",
    ],
    ["safe", "`filterSubjects` + `order.*`, − `order.shipped`"],
  ]);
});

test("rights - reading more without personal data widens", () => {
  const both = { ...consumer, filterSubjects: ["order.placed", "order.shipped"] };
  const [finding] = review({ consumers: [both] }).findings;
  expect(finding).toMatchObject({ class: "widens", kind: "user", name: "billing" });
});

test("rights - a right that is taken away narrows, and says what is left", () => {
  const report = review(withGrants());
  expect(told(report)).toEqual([
    ["weakens", "no user may `consume` it any more; before: `billing`"],
    ["narrows", "`billing` can no longer read `order.placed` of `orders`; now: nothing"],
  ]);
  expect(report.permissions).toEqual([
    {
      user: "billing",
      publish: { added: [], removed: expect.arrayContaining(["$JS.ACK.orders.billing.>"]) },
      subscribe: { added: [], removed: expect.any(Array) },
    },
  ]);
});

test("rights - replaying beside consuming is another way to read", () => {
  const replay = withGrants(
    { verb: "consume", consumer },
    { verb: "replay", stream: { ...stream, subjects: ["order.placed"] } },
  );
  const streams = [{ ...stream, subjects: ["order.placed"] }];
  expect(told(review({ ...replay, streams }, { streams }))).toEqual([
    ["widens", "`billing` can now read `orders` also by replaying any stored message"],
  ]);
});

const again = replayOf(consumer);
const withReplay = {
  streams: [stream, authEventsReplay],
  consumers: [consumer, again],
  ...withGrants({ verb: "consume", consumer }, { verb: "consume", consumer: again }),
};

test("rights - a durable of replays reads what its consumer reads, personal data included", () => {
  const auditor = { name: "auditor", grants: [{ verb: "consume" as const, consumer: again }] };
  const findings = told(review({ ...withReplay, users: [shop, billing, auditor] }));
  expect(findings).toContainEqual([
    "exposesPersonalData",
    "`auditor` can now read `auth.replay.billing` of `auth-events-replay`, which are copies of `order.placed`, through the durable `billing-replay`, including personal data: `email` (`order.placed`); before: nothing",
  ]);
});

test("rights - whoever reads the copies of all consumers reads what any of them gets", () => {
  const keeper = { name: "keeper", grants: [{ verb: "replay" as const, stream: authEventsDlq }] };
  const streams = [stream, authEventsDlq];
  const [finding] = review({ streams, users: [shop, billing, keeper] }, { streams }).findings;
  expect(finding).toMatchObject({ class: "exposesPersonalData", name: "keeper" });
  expect(finding?.change).toContain("which are copies of `order.placed`");
  expect(finding?.change).toContain("`email` (`order.placed`)");
});

test("rights - a wider filter reaches who reads only the durable of replays, and is told once to who reads both", () => {
  const auditor = { name: "auditor", grants: [{ verb: "consume" as const, consumer: again }] };
  const users = [...withReplay.users!, auditor];
  const narrow = { ...consumer, filterSubjects: ["order.shipped"] };
  const wider = { ...consumer, filterSubjects: ["order.*"] };
  const to = (filtered: object) => ({ ...withReplay, users, consumers: [filtered, again] });
  const exposing = (report: Report) =>
    report.findings.flatMap(({ class: of, name }) => (of === "exposesPersonalData" ? [name] : []));
  expect(exposing(review(to(wider), to(narrow)))).toEqual(["billing", "auditor"]);
  const harmless = { ...consumer, filterSubjects: ["order.placed", "order.shipped"] };
  expect(told(review(to(harmless), to(consumer)))).toContainEqual([
    "widens",
    "`auditor` can now be given copies of `order.shipped` in what it reads already",
  ]);
});

test("rights - managing and observing are told by their objects", () => {
  const grants: Grant[] = [
    { verb: "consume", consumer },
    { verb: "manage", stream, consumers: [consumer] },
    { verb: "observe", stream, consumers: [] },
  ];
  expect(told(review(withGrants(...grants)))).toEqual([
    ["widens", "`billing` can now create, change and delete `orders`, `billing`; before: nothing"],
    ["widens", "`billing` can now see configuration and state of `orders`; before: nothing"],
  ]);
});

test("rights - backing up is reading everything, and restoring anything", () => {
  const keeper = { name: "keeper", grants: [{ verb: "backup" as const, stream }] };
  expect(told(review({ users: [shop, billing, keeper] }))).toEqual([
    [
      "exposesPersonalData",
      "`keeper` can now read every message of `orders`, by copying the whole stream, including personal data: `email` (`order.placed`); before: nothing",
    ],
    ["widens", "`keeper` can now restore `orders` from a copy, with any messages in it; before: nothing"],
  ]);
});

test("rights - who may publish joins the streams' account, and its clients need other settings", () => {
  const report = review(
    withGrants(...billing.grants, { verb: "publish", stream, subjects: ["order.placed"] }),
  );
  expect(told(report)).toEqual([
    ["breaking", "`billing`: `apiPrefix` `AUTHJS` → `$JS.API`"],
    ["widens", "`billing` moves from the account `BILLING` to `AUTH`"],
    ["widens", "`billing` can now publish `order.placed` into `orders`; before: nothing"],
    ["weakens", "published by 2 users: `shop`, `billing`"],
  ]);
});

test("rights - who creates consumers may do so with another filter, which is no right of its own", () => {
  const admin = { name: "admin", grants: [{ verb: "manage" as const, stream, consumers: [consumer] }] };
  const wider = { ...consumer, filterSubjects: ["order.shipped"] };
  const widerAdmin = { name: "admin", grants: [{ verb: "manage" as const, stream, consumers: [wider] }] };
  const report = review({ consumers: [wider], users: [widerAdmin] }, { users: [admin] });
  expect(report.findings.map(({ kind }) => kind)).toEqual(["consumer"]);
  expect(report.permissions.map(({ user }) => user)).toEqual(["admin"]);
});

test("rights - users come and go", () => {
  const auditor = { name: "auditor", grants: [] };
  expect(told(review({ users: [shop, auditor] }))).toEqual([
    ["weakens", "`billing` is declared no more"],
    ["weakens", "no user may `consume` it any more; before: `billing`"],
    ["safe", "`auditor` is new and may do nothing"],
  ]);
});

test("personal data - a new field exposes it to those who read the event already", () => {
  const { properties } = placed.schema;
  const schema = Type.Object({ ...properties, contact: Type.Object({ phone: email }) });
  const [finding] = review({ events: [{ ...placed, schema }] }).findings;
  expect(finding).toMatchObject({ class: "exposesPersonalData", kind: "user", name: "billing" });
  expect(finding?.change).toContain("`contact.phone` (`order.placed`)");
});

test("personal data - a mark on a field that was there exposes nothing new; taking it off is told", () => {
  const schema = Type.Object({ ...placed.schema.properties, email: Type.String({ maxLength: 254 }) });
  const unmarked = { events: [{ ...placed, schema }] };
  expect(review({ events: [placed] }, unmarked)).toMatchObject({ verdict: "safe" });
  expect(told(review(unmarked, { events: [placed] }))).toEqual([
    ["exposesPersonalData", "`email` is no longer marked as personal data"],
  ]);
});

test("permissions - what no grant explains is told by its subject and meaning", () => {
  const [base, head] = [contract(), contract()];
  head.users[1]!.permissions.publish.push("$JS.API.STREAM.PURGE.orders");
  head.users[1]!.permissions.subscribe.push(">");
  const report = reviewContracts(
    { revision: { name: "main" }, contract: base },
    { revision: { name: "head" }, contract: head },
  );
  expect(told(report)).toEqual([
    ["unexplained", "`billing` may now publish to `$JS.API.STREAM.PURGE.orders`: it can delete all messages"],
    ["unexplained", "`billing` may now subscribe to `>`: it gets what is sent there"],
  ]);
});

test("permissions - a new grant does not hide what goes beyond it", () => {
  const head = contract(
    withGrants({ verb: "consume", consumer }, { verb: "observe", stream, consumers: [] }),
  );
  head.users[1]!.permissions.publish.push("order.placed", "AUTHJS.STREAM.MSG.GET.orders");
  const report = reviewContracts(
    { revision: { name: "main" }, contract: contract() },
    { revision: { name: "head" }, contract: head },
  );
  expect(told(report).map(([, words]) => words)).toEqual([
    "`billing` may now publish to `order.placed`: it can send messages there",
    "`billing` may now publish to `AUTHJS.STREAM.MSG.GET.orders`: it can read any stored message",
    "`billing` can now see configuration and state of `orders`; before: nothing",
  ]);
});
