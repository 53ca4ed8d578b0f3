import { Type } from "typebox";
import { billing, consumer, placed, shipped, shop, stream } from "../support";
import type { Case } from "./case";

/** A change that harms nobody, however it is written. */
function neutral(title: string, to: NonNullable<Case["to"]>, from: Case["from"] = {}): Case {
  return {
    title: `neutral: ${title}`,
    from,
    to,
    says: [],
    not: ["Weakens", "Loses", "Widens", "Narrows", "Breaks"],
    status: 0,
  };
}

const ofStream = (title: string, to: object, from: object = {}) =>
  neutral(title, { streams: [{ ...stream, ...to }] }, { streams: [{ ...stream, ...from }] });
const ofConsumer = (title: string, to: object, from: object = {}) =>
  neutral(title, { consumers: [{ ...consumer, ...to }] }, { consumers: [{ ...consumer, ...from }] });
const { email, id } = placed.schema.properties;

/** Refactorings: other spellings, orders and descriptions. */
export const neutralCases: readonly Case[] = [
  neutral("nothing", {}),
  ofStream("hours for days", { maxAge: "168h" }),
  ofStream("minutes for days", { maxAge: "10080m" }),
  ofStream("kilobytes for megabytes", { maxBytes: "1000kB" }),
  ofStream("bytes for megabytes", { maxBytes: "1000000B" }),
  ofStream("seconds for minutes", { duplicateWindow: "120s" }),
  ofStream("a usual switch, said", { allowRollup: false, denyDelete: false, sealed: false }),
  ofStream("usual words, said", { compression: "none", retention: "limits", discard: "old" }),
  ofStream("no limit for each subject, said as 0", { maxMessagesPerSubject: 0 }),
  ofStream(
    "no limit for each subject, said as -1",
    { maxMessagesPerSubject: -1 },
    { maxMessagesPerSubject: 0 },
  ),
  ofStream("no size, said", { maxMessageSize: "0B" }),
  ofStream("no number of consumers, said", { maxConsumers: -1 }),
  ofStream("nothing published again, said", { republish: {} }),
  ofStream("no sources, said", { sources: [] }),
  ofStream("no tags, said", { placement: { tags: [] } }),
  ofStream("the usual window, said", { duplicateWindow: undefined }, { duplicateWindow: "2m" }),
  ofStream("another description", { description: "All orders" }),
  ofStream("no description", { description: "" }),
  ofStream("notes", { metadata: { team: "sales" } }),
  ofStream("its server's notes", { metadata: { "_nats.level": "1" } }),
  ofStream(
    "subjects in another order",
    { subjects: ["return.*", "order.*"] },
    { subjects: ["order.*", "return.*"] },
  ),
  ofConsumer("a minute for sixty seconds", { ackWait: "60s" }, { ackWait: "1m" }),
  ofConsumer("milliseconds for seconds", { ackWait: "30000ms" }),
  ofConsumer("the usual ack wait, left out", { ackWait: undefined }),
  ofConsumer("the usual number in flight, left out", { maxAckPending: undefined }, { maxAckPending: 1_000 }),
  ofConsumer("the usual number in flight, as 0", { maxAckPending: 0 }, { maxAckPending: 1_000 }),
  ofConsumer("the usual start, left out", { startFrom: undefined }),
  ofConsumer("the usual policy, said", { priorityPolicy: "none" }),
  ofConsumer("no waits, said", { backoff: [] }),
  ofConsumer("no idle time, said", { inactiveThreshold: "0s" }),
  ofConsumer("no limit of pulls, said", { maxBatch: 0, maxExpires: "0s", maxRequestBytes: "0B" }),
  ofConsumer(
    "filters in another order",
    { filterSubjects: ["order.shipped", "order.placed"] },
    { filterSubjects: ["order.placed", "order.shipped"] },
  ),
  ofConsumer("another description", { description: "Sends bills" }),
  ofConsumer(
    "a time in another zone",
    { startFrom: "time 2026-01-31T12:00:00Z" },
    { startFrom: "time 2026-01-31T13:00:00+01:00" },
  ),
  neutral("users in another order", { users: [billing, shop] }),
  neutral("events in another order", { events: [shipped, placed] }),
  neutral("events of a grant in another order", {
    users: [
      { name: "shop", grants: [{ verb: "publish", stream, subjects: ["order.shipped", "order.placed"] }] },
      billing,
    ],
  }),
  neutral("fields in another order", {
    events: [{ ...placed, schema: Type.Object({ email, id }) }, shipped],
  }),
  neutral("an event's description", { events: [{ ...placed, description: "Somebody orders" }, shipped] }),
  neutral("a new field", {
    events: [{ ...placed, schema: Type.Object({ id, email, note: Type.Optional(Type.String()) }) }, shipped],
  }),
  neutral("a field's description", {
    events: [
      placed,
      { ...shipped, schema: Type.Object({ id: Type.String({ format: "uuid", description: "Its id" }) }) },
    ],
  }),
];
