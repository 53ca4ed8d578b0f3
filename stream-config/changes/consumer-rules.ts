import { toSeconds } from "../units";
import { losesData, replacement, safe, type Verdict } from "./change";
import type { ConsumerField, ConsumerSettings } from "./consumer-settings";

type Rule<Value> = (from: Value, to: Value) => Verdict;

const replaced = replacement(
  "it is deleted and created again: its position is lost, and it begins where startFrom says",
);
const kept = safe("its position and its messages in flight stay");

/** What nats-server does with a change of each field, as it was measured with version 2.15.2. */
export const consumerRules: { readonly [Field in ConsumerField]: Rule<ConsumerSettings[Field]> } = {
  stream: () => replaced,
  name: () => replaced,
  description: () => safe("it is a note"),
  filterSubjects: () =>
    safe("its position stays: messages that were skipped before it are not delivered later"),
  startFrom: () => replaced,
  ackWait: () => kept,
  backoff: () => kept,
  maxDeliver: () => kept,
  maxAckPending: () => kept,
  maxWaiting: () => replaced,
  maxBatch: () => kept,
  maxExpires: () => kept,
  maxRequestBytes: () => kept,
  headersOnly: () => kept,
  replayPolicy: () => replaced,
  sampleFrequency: () => kept,
  inactiveThreshold: inactiveThreshold,
  replicas: () => kept,
  memoryStorage: () => replaced,
  pauseUntil: (_, to) =>
    safe(to === undefined ? "it delivers again at once" : `it delivers nothing until ${to}; messages wait`),
  priorityPolicy: () => kept,
  priorityGroups: () => kept,
  priorityTimeout: () => kept,
  metadata: () => safe("it is a note"),
};

function inactiveThreshold(from: string | undefined, to: string | undefined): Verdict {
  if (to === undefined || (from !== undefined && toSeconds(from) <= toSeconds(to))) return kept;
  return losesData(`it is deleted, with its position, as soon as nobody has used it for ${to}`);
}
