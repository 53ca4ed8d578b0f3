import { isDeepStrictEqual } from "node:util";
import { toBytes, toSeconds } from "../units";
import type { Change, Verdict } from "./change";
import { type Rule, streamRules } from "./stream-rules";
import type { StreamField, StreamSettings } from "./stream-settings";

/** A change of one field of a stream. */
export type StreamChange = Change<StreamField>;

/** What a stream has that says nothing of it. `duplicateWindow` depends on maxAge and so isn't here. */
export const streamDefaults = {
  retention: "limits",
  storage: "file",
  discard: "old",
  discardNewPerSubject: false,
  replicas: 1,
  compression: "none",
  allowDirect: false,
  denyDelete: false,
  denyPurge: false,
  allowRollup: false,
  allowMessageTtl: false,
  allowCounter: false,
  allowAtomicPublish: false,
  allowBatchPublish: false,
  allowSchedules: false,
  persistMode: "default",
  sealed: false,
  noAck: false,
} as const satisfies StreamSettings;

const fields = Object.keys(streamRules) as StreamField[];

/**
 * The changes from one configuration of a stream to another, each with what the server does with it; empty when both
 * mean the same. Durations and sizes are compared by value. Throws UnitError.
 */
export function streamChanges(from: StreamSettings, to: StreamSettings): StreamChange[] {
  const before: StreamSettings = { ...streamDefaults, ...from };
  const after: StreamSettings = { ...streamDefaults, ...to };
  return fields
    .filter((field) => !isDeepStrictEqual(amount(field, before), amount(field, after)))
    .map((field) => ({ field, from: before[field], to: after[field], ...judge(field, before, after) }));
}

/** The value of a field in a form that is equal for equal meanings. */
function amount(field: StreamField, settings: StreamSettings): unknown {
  switch (field) {
    case "maxAge":
    case "duplicateWindow":
    case "deleteMarkerTtl":
      return settings[field] && toSeconds(settings[field]);
    case "maxBytes":
    case "maxMessageSize":
      return settings[field] && toBytes(settings[field]);
    default:
      return settings[field];
  }
}

function judge<Field extends StreamField>(field: Field, from: StreamSettings, to: StreamSettings): Verdict {
  const rule: Rule<StreamSettings[Field]> = streamRules[field];
  return rule(from[field], to[field], { from, to });
}
