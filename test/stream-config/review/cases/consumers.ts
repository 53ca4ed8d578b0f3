import { consumer } from "../support";
import type { Case } from "./case";

type Settings = Readonly<Record<string, unknown>>;

/** A change of a consumer's settings. */
function change(
  title: string,
  from: Settings,
  to: Settings,
  status: Case["status"],
  ...says: string[]
): Case {
  return {
    title,
    from: { consumers: [{ ...consumer, ...from }] },
    to: { consumers: [{ ...consumer, ...to }] },
    says,
    status,
  };
}

/** Settings of durable consumers. */
export const consumerCases: readonly Case[] = [
  change(
    "a shorter ack wait",
    {},
    { ackWait: "5s" },
    3,
    "takes longer than 5s is done twice",
    "readers (`billing`)",
  ),
  change(
    "the usual ack wait, shorter than it was",
    { ackWait: "1m" },
    { ackWait: "0s" },
    3,
    "takes longer than 30s is done twice",
  ),
  change("a longer ack wait", {}, { ackWait: "1m" }, 0, "is tried again after 1m"),
  change("a shorter first wait", {}, { backoff: ["1s", "1m"] }, 3, "takes longer than 1s is done twice"),
  change("longer waits", {}, { backoff: ["1m", "5m"] }, 0, "comes again after 1m first"),
  change("fewer deliveries", {}, { maxDeliver: 3 }, 3, "delivered 3 times without an ack"),
  change("deliveries without end, -1", {}, { maxDeliver: -1 }, 3, "comes again for ever"),
  change("deliveries without end, 0", {}, { maxDeliver: 0 }, 3, "comes again for ever"),
  change(
    "an end of deliveries",
    { maxDeliver: -1 },
    { maxDeliver: 5 },
    3,
    "delivered 5 times without an ack",
  ),
  change("more deliveries", {}, { maxDeliver: 20 }, 0, "tried 20 times"),
  change("fewer in flight", {}, { maxAckPending: 1 }, 3, "Once 1 messages are without an ack"),
  change("any number in flight, -1", {}, { maxAckPending: -1 }, 3, "Nothing bounds how many messages"),
  change("the usual number in flight, 0", {}, { maxAckPending: 0 }, 0, "`maxAckPending` `100` → `1000`"),
  change(
    "a narrower filter",
    { filterSubjects: ["order.*"] },
    {},
    3,
    "From now on `order.*` is never delivered to it",
    "even if the filter is widened later",
  ),
  change(
    "a filter where there was none",
    { filterSubjects: [] },
    {},
    3,
    "any message of its stream is never delivered",
  ),
  change(
    "another filter",
    {},
    { filterSubjects: ["order.shipped"] },
    3,
    "It gets `order.shipped` instead",
    "`order.placed` is never delivered",
  ),
  change(
    "begin anew",
    { startFrom: "new" },
    { startFrom: "all" },
    3,
    "do all of that work twice",
    'acknowledgeDataLoss: ["startFrom new -> all"]',
  ),
  change("skip what waits", {}, { startFrom: "new" }, 3, "is skipped for good"),
  change("begin at a sequence", {}, { startFrom: "sequence 42" }, 3, "begins with sequence 42"),
  change("deleted when idle", {}, { inactiveThreshold: "1h" }, 3, "nobody has used it for 1h"),
  change("kept when idle", { inactiveThreshold: "1h" }, { inactiveThreshold: "0s" }, 0, "stays however long"),
  change("its position on one server", {}, { replicas: 1 }, 3, "One server alone holds its position"),
  change("its position in memory", {}, { memoryStorage: true }, 3, "its position is lost"),
  change(
    "paused",
    {},
    { pauseUntil: "2030-01-01T00:00:00Z" },
    3,
    "delivers nothing until 2030-01-01T00:00:00Z",
  ),
  change("goes on", { pauseUntil: "2030-01-01T00:00:00Z" }, {}, 0, "delivers again at once"),
  change("smaller pulls", {}, { maxBatch: 10 }, 3, "gets an error instead of messages"),
  change("pulls of any size", { maxBatch: 10 }, { maxBatch: 0 }, 0, "as much as they like"),
  change("shorter pulls", {}, { maxExpires: "10s" }, 3, "a longer wait than 10s"),
  change("headers alone", {}, { headersOnly: true }, 3, "headers alone"),
  change("the data of messages too", { headersOnly: true }, {}, 3, "personal data included"),
  change(
    "one replica at a time",
    {},
    { priorityPolicy: "pinned_client", priorityGroups: ["one"], priorityTimeout: "10s" },
    3,
    "the others wait",
  ),
  change(
    "replicas that share",
    { priorityPolicy: "pinned_client", priorityGroups: ["one"], priorityTimeout: "10s" },
    {},
    3,
    "in any order",
  ),
];
