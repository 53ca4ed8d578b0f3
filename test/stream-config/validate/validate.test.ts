import { Type } from "typebox";
import { expect, test } from "vitest";
import {
  analytics,
  authEvents,
  authEventsDlq,
  authServiceUser,
  type ConsumerDefinition,
  type Contract,
  contract,
  type EventDefinition,
  notifications,
  notificationsUser,
  oneReplicaAtATime,
  replayOf,
  type StreamDefinition,
  type UserDefinition,
  validate,
} from "../../../stream-config";

const other = { ...authEvents, name: "elsewhere", subjects: ["elsewhere.*"] } satisfies StreamDefinition;
const placed: EventDefinition = {
  subject: "elsewhere.placed",
  description: "An order",
  schema: Type.Object({}),
  example: {},
};

/** The shipped contract with more in it. */
function withMore(more: Partial<Contract>): Contract {
  const { streams, consumers, users, events } = contract;
  return {
    streams: [...streams, ...(more.streams ?? [])],
    consumers: [...consumers, ...(more.consumers ?? [])],
    users: [...users, ...(more.users ?? [])],
    events: [...events, ...(more.events ?? [])],
  };
}

function withStream(change: Partial<StreamDefinition>): Contract {
  return { ...contract, streams: [{ ...authEvents, ...change }] };
}

function withConsumer(change: Partial<ConsumerDefinition>): Contract {
  return withMore({ consumers: [{ ...notifications, name: "extra", ...change }] });
}

function withUser(change: Partial<UserDefinition>): Contract {
  return withMore({ users: [{ name: "extra", grants: [], ...change }] });
}

test("validate - the shipped contract has no problem", () => {
  expect(validate(contract)).toEqual([]);
});

test.each([0, 2, 4, 1.5, "3"])("validate - %j is no number of copies", (replicas) => {
  const broken = withStream({ replicas: replicas as never });
  expect(validate(broken)).toContainEqual({
    at: "streams.auth-events.replicas",
    message: expect.stringContaining(`${JSON.stringify(replicas)} `),
  });
});

test("validate - what a definition lacks is told before all else", () => {
  const { name: _, ...nameless } = notifications;
  const { maxAge: _age, ...ageless } = authEvents;
  const broken = { ...contract, streams: [ageless], consumers: [nameless] } as unknown as Contract;
  expect(validate(broken)).toEqual([
    { at: "streams.auth-events.maxAge", message: "is missing" },
    { at: "consumers.0.name", message: "is missing" },
  ]);
});

test("validate - two users on one durable are refused", () => {
  const broken = withUser({ grants: [{ verb: "consume", consumer: notifications }] });
  expect(validate(broken)).toContainEqual({
    at: "users.extra.consume",
    message: expect.stringContaining('"notifications" is read by "notifications" already'),
  });
});

test("validate - a word that a setting doesn't have is quoted", () => {
  const broken = withStream({ storage: "tape" as never });
  expect(validate(broken)).toContainEqual({
    at: "streams.auth-events.storage",
    message: expect.stringMatching(/^"tape" can't be: it /),
  });
});

test("validate - a second stream with its event has none", () => {
  const users: UserDefinition[] = [
    { name: "elsewhere-admin", grants: [{ verb: "manage", stream: other, consumers: [] }] },
  ];
  expect(validate(withMore({ streams: [other], events: [placed], users }))).toEqual([]);
});

const publish = (subjects: readonly string[], stream: StreamDefinition = authEvents) =>
  withUser({ grants: [{ verb: "publish", stream, subjects }] });

test.each<[string, Contract, string]>([
  ["streams.elsewhere.subjects", withMore({ streams: [{ ...other, subjects: ["auth.>"] }] }), "overlaps"],
  ["streams.auth-events.subjects", withStream({ subjects: ["auth.user.*", "auth.*.logged_in"] }), "overlaps"],
  ["streams.auth-events.subjects", withStream({ subjects: ["auth..user"] }), "is no subject"],
  ["streams.auth-events.subjects", withStream({ subjects: [">"] }), "belongs to NATS"],
  ["streams.auth-events.subjects", withStream({ subjects: ["AUTHJS.>"] }), "belongs to NATS"],
  ["streams.auth-events.subjects", withStream({ subjects: [] }), "at least one subject"],
  ["streams.auth-events.duplicateWindow", withStream({ duplicateWindow: "8d" }), "longer than maxAge"],
  ["streams.auth-events.maxAge", withStream({ maxAge: "1.5h" }), "is not a duration"],
  ["streams.auth-events.maxBytes", withStream({ maxBytes: "1.5MB" }), "is not a size"],
  ["streams.auth-events.maxMessages", withStream({ maxMessages: 0 }), "not a number of messages"],
  [
    "streams.auth-events.maxMessagesPerSubject",
    withStream({ maxMessagesPerSubject: 0 }),
    "not a number of messages",
  ],
  [
    "streams.auth-events.maxMessagesPerSubject",
    withStream({ maxMessagesPerSubject: 1 + Math.floor(authEvents.maxMessages / contract.events.length) }),
    "more than maxMessages 100000: one type could push out the others",
  ],
  [
    "streams.auth-events.maxMessagesPerSubject",
    withStream({ maxBytes: "1MB" }),
    'more bytes than maxBytes "1MB": one type could push out the others',
  ],
  ["consumers.extra.stream", withConsumer({ stream: "order" }), 'streams are "auth-events"'],
  ["consumers.extra.filterSubjects", withConsumer({ filterSubjects: ["auth.>"] }), "is not within"],
  ["consumers.extra.filterSubjects", withConsumer({ filterSubjects: [] }), "no filter means all"],
  [
    "consumers.extra.filterSubjects",
    withConsumer({ filterSubjects: ["auth.user.*", "auth.user.logged_in"] }),
    "overlaps",
  ],
  ["consumers.extra.ackWait", withConsumer({ ackWait: "0s" }), "no time to work"],
  ["consumers.extra.startFrom", withConsumer({ startFrom: "sequence 0" }), "is no place to begin"],
  ["consumers.extra.startFrom", withConsumer({ startFrom: "time noonZ" }), "is no place to begin"],
  [
    "consumers.extra.priorityTimeout",
    withConsumer(oneReplicaAtATime("2s")),
    "too short for a replica that works",
  ],
  ["consumers.extra.priorityPolicy", withConsumer({ priorityPolicy: "pinned_client" }), "belong together"],
  ["consumers.extra.ackWait", withConsumer({ ackWait: "7d" }), "not below the stream's maxAge"],
  ["consumers.extra.maxDeliver", withConsumer({ maxDeliver: 0 }), "not a count"],
  ["consumers.extra.maxAckPending", withConsumer({ maxAckPending: 1.5 }), "not a count"],
  ["events.elsewhere.placed.subject", withMore({ events: [placed] }), "no stream stores"],
  [
    "events.auth.>.subject",
    withMore({ events: [{ ...placed, subject: "auth.>" }] }),
    "not the subject of one",
  ],
  [
    "events.auth.user.registered.subject",
    withMore({ events: [{ ...placed, subject: "auth.user.registered" }] }),
    "two event types",
  ],
  ["streams.elsewhere.subjects", withMore({ streams: [other] }), "no event type is published"],
  ["users.extra.publish", publish(["auth.user.*"]), "is a wildcard"],
  ["users.extra.publish", publish(["auth.user.undeclared"]), "is no event type"],
  ["users.extra.publish", publish(["elsewhere.placed"]), "is not stored by"],
  ["users.extra.publish", publish([], other), "is not declared"],
  [
    "users.extra.subscribe",
    withUser({ grants: [{ verb: "subscribe", stream: authEvents, subjects: [">"] }] }),
    "is not within",
  ],
  [
    "users.extra.subscribe",
    withUser({
      grants: [{ verb: "subscribe", stream: authEvents, subjects: ["auth.user.*", "auth.user.logged_in"] }],
    }),
    "overlaps",
  ],
  [
    "users.extra.replay",
    withUser({ grants: [{ verb: "replay", stream: { ...authEvents, allowDirect: false } }] }),
    "must set allowDirect",
  ],
  [
    "users.extra.consume",
    withUser({ grants: [{ verb: "consume", consumer: { ...notifications, name: "gone" } }] }),
    "is not declared",
  ],
  [
    "users.extra.consume",
    withUser({ grants: [...notificationsUser.grants, ...notificationsUser.grants] }),
    "make a user for each",
  ],
  [
    "users.extra.observe",
    withMore({
      streams: [other],
      events: [placed],
      users: [{ name: "extra", grants: [{ verb: "observe", stream: other, consumers: [notifications] }] }],
    }),
    'is on "auth-events"',
  ],
  [
    "users.extra.replay",
    withUser({
      grants: [
        { verb: "publish", stream: authEvents, subjects: ["auth.user.registered"] },
        { verb: "replay", stream: authEvents },
      ],
    }),
    "a publisher has no other rights",
  ],
  [
    "users.extra.replay",
    withUser({
      grants: [
        { verb: "backup", stream: authEvents },
        { verb: "replay", stream: authEvents },
      ],
    }),
    "a user that backs up has no other rights",
  ],
  [
    "users.extra.consume",
    withUser({ grants: [...notificationsUser.grants, { verb: "consume", consumer: replayOf(analytics) }] }),
    "make a user for each",
  ],
  [
    "users.extra.deposit",
    withUser({ grants: [{ verb: "deposit", stream: authEvents, subjects: ["auth.user.*"] }] }),
    "holds no copies",
  ],
  [
    "users.extra.deposit",
    withUser({ grants: [{ verb: "deposit", stream: authEventsDlq, subjects: ["auth.user.*"] }] }),
    "is not within",
  ],
  ["users.extra.remove", withUser({ grants: [{ verb: "remove", stream: authEvents }] }), "holds no copies"],
  [
    "streams.elsewhere.subjects",
    withMore({ streams: [{ ...other, holds: "advisories", subjects: ["$JS.API.>"] }] }),
    "belongs to NATS",
  ],
  ["streams.elsewhere", withMore({ streams: [other] }), "no user manages"],
  ["consumers.extra", withConsumer({}), "no user manages"],
  ["users.Extra.name", withUser({ name: "Extra" }), "can't be a user's name"],
  ["users.auth.name", withUser({ name: "auth" }), "account of the streams"],
  [
    "users.security_monitor.name",
    withUser({ name: "security_monitor" }),
    "gets the account SECURITY_MONITOR",
  ],
  ["users.analytics.name", withUser({ name: "analytics" }), "is the name of two"],
])("validate - %s: one problem is found", (at, broken, message) => {
  expect(validate(broken)).toContainEqual({ at, message: expect.stringContaining(message) });
});

test.each(["", "a b", "a.b", "a*", ">", "a/b", "a\\b", "a\tb", "x".repeat(256), "7"])(
  "validate - %j is refused as a name",
  (name) => {
    const problem = { message: expect.stringContaining(JSON.stringify(name)) };
    expect(validate(withStream({ name }))).toContainEqual({ ...problem, at: `streams.${name}.name` });
    expect(validate(withConsumer({ name }))).toContainEqual({ ...problem, at: `consumers.${name}.name` });
  },
);

test("validate - every problem is listed at once", () => {
  const users = [{ ...authServiceUser, name: "Two words" }];
  const broken = { ...withStream({ maxAge: "1s", maxMessages: -1 }), users };
  expect(validate(broken).map(({ at }) => at)).toEqual(
    expect.arrayContaining([
      "users.Two words.name",
      "streams.auth-events.duplicateWindow",
      "streams.auth-events.maxMessages",
    ]),
  );
});
