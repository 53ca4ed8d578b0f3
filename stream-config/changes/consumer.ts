import { isDeepStrictEqual } from "node:util";
import { toSeconds } from "../units";
import { type Change, replacement, safe, type Verdict } from "./change";

/** Settings of a durable consumer, by the names that this project gives them; what is left out has its default. */
export interface ConsumerSettings {
  readonly stream?: string;
  readonly name?: string;
  readonly description?: string;
  readonly filterSubjects?: readonly string[];
  readonly startFrom?: string;
  readonly ackWait?: string;
  readonly maxDeliver?: number;
  readonly maxAckPending?: number;
}

/** The name of a setting. */
export type ConsumerField = keyof ConsumerSettings;

/** A change of one field of a consumer. */
export type ConsumerChange = Change<ConsumerField>;

/** What a consumer has that says nothing of it. */
export const consumerDefaults = {
  filterSubjects: [],
  startFrom: "all",
  ackWait: "30s",
  maxAckPending: 1_000,
} as const satisfies ConsumerSettings;

const positionLost =
  "the consumer is deleted and created again: it loses its position and begins where startFrom says";

/** What nats-server does with a change of each field, as it was measured with version 2.15.2. */
export const consumerRules: { readonly [Field in ConsumerField]-?: Verdict } = {
  stream: replacement(positionLost),
  name: replacement(positionLost),
  description: safe("it is a note"),
  filterSubjects: safe("its position stays: messages that were skipped before it are not delivered later"),
  startFrom: replacement(positionLost),
  ackWait: safe("its position stays"),
  maxDeliver: safe("its position stays"),
  maxAckPending: safe("its position stays, and so do messages in flight"),
};

const fields = Object.keys(consumerRules) as ConsumerField[];

/**
 * The changes from one configuration of a durable consumer to another, each with what the server does with it; empty
 * when both mean the same. Durations are compared by value. Throws UnitError.
 */
export function consumerChanges(from: ConsumerSettings, to: ConsumerSettings): ConsumerChange[] {
  const before: ConsumerSettings = { ...consumerDefaults, ...from };
  const after: ConsumerSettings = { ...consumerDefaults, ...to };
  return fields
    .filter((field) => !isDeepStrictEqual(amount(field, before), amount(field, after)))
    .map((field) => ({ field, from: before[field], to: after[field], ...consumerRules[field] }));
}

/** The value of a field in a form that is equal for equal meanings. */
function amount(field: ConsumerField, settings: ConsumerSettings): unknown {
  return field === "ackWait" && settings.ackWait !== undefined
    ? toSeconds(settings.ackWait)
    : settings[field];
}
