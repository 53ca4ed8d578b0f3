import { isDeepStrictEqual } from "node:util";
import { toBytes, toSeconds } from "../units";
import type { Change, Verdict } from "./change";
import { consumerRules } from "./consumer-rules";
import type { ConsumerField, ConsumerSettings } from "./consumer-settings";

/** A change of one field of a consumer. */
export type ConsumerChange = Change<ConsumerField>;

/** What a consumer has that says nothing of it. */
export const consumerDefaults = {
  filterSubjects: [],
  startFrom: "all",
  ackWait: "30s",
  maxAckPending: 1_000,
  maxWaiting: 512,
  headersOnly: false,
  replayPolicy: "instant",
  memoryStorage: false,
  priorityPolicy: "none",
} as const satisfies ConsumerSettings;

const fields = Object.keys(consumerRules) as ConsumerField[];

/**
 * The changes from one configuration of a durable consumer to another, each with what the server does with it; empty
 * when both mean the same. Durations and sizes are compared by value. Throws UnitError.
 */
export function consumerChanges(from: ConsumerSettings, to: ConsumerSettings): ConsumerChange[] {
  const before: ConsumerSettings = { ...consumerDefaults, ...from };
  const after: ConsumerSettings = { ...consumerDefaults, ...to };
  return fields
    .filter((field) => !isDeepStrictEqual(amount(field, before), amount(field, after)))
    .map((field) => ({ field, from: before[field], to: after[field], ...judge(field, before, after) }));
}

/** The value of a field in a form that is equal for equal meanings. */
function amount(field: ConsumerField, settings: ConsumerSettings): unknown {
  switch (field) {
    case "ackWait":
    case "maxExpires":
    case "inactiveThreshold":
    case "priorityTimeout":
      return settings[field] && toSeconds(settings[field]);
    case "backoff":
      return settings.backoff?.map(toSeconds);
    case "maxRequestBytes":
      return settings[field] && toBytes(settings[field]);
    default:
      return settings[field];
  }
}

function judge<Field extends ConsumerField>(
  field: Field,
  from: ConsumerSettings,
  to: ConsumerSettings,
): Verdict {
  const rule: (from: ConsumerSettings[Field], to: ConsumerSettings[Field]) => Verdict = consumerRules[field];
  return rule(from[field], to[field]);
}
