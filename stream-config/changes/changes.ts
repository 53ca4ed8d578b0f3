import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../settings/codec";
import {
  type ConsumerField,
  type ConsumerSettings,
  consumerDefaults,
  consumerSettings,
} from "../settings/consumer";
import { judge } from "../settings/rules";
import { effectiveValue, meaningOf, type Setting } from "../settings/setting";
import { type StreamField, type StreamSettings, streamDefaults, streamSettings } from "../settings/stream";
import type { Change } from "./change";

/** A change of one field of a stream. */
export type StreamChange = Change<StreamField>;

/** A change of one field of a consumer. */
export type ConsumerChange = Change<ConsumerField>;

/**
 * The changes from one configuration of a stream to another, each with what the server does with it; empty when both
 * mean the same. Values are compared by what they mean to the server. Throws UnitError.
 */
export function streamChanges(from: StreamSettings, to: StreamSettings): StreamChange[] {
  return changesOf(streamSettings, { ...streamDefaults, ...from }, { ...streamDefaults, ...to });
}

/** The same for a durable consumer. */
export function consumerChanges(from: ConsumerSettings, to: ConsumerSettings): ConsumerChange[] {
  return changesOf(consumerSettings, { ...consumerDefaults, ...from }, { ...consumerDefaults, ...to });
}

function changesOf<Field extends string>(
  settings: Readonly<Record<Field, Setting>>,
  from: Properties,
  to: Properties,
): Change<Field>[] {
  const rows = Object.entries(settings) as [Field, Setting][];
  return rows.flatMap(([field, setting]) => {
    const [before, after] = [meaningOf(setting, from[field]), meaningOf(setting, to[field])];
    if (isDeepStrictEqual(before, after)) return [];
    const verdict = judge(setting.change, { from: before, to: after, whole: { from, to } });
    return [
      {
        field,
        from: effectiveValue(setting, from[field]),
        to: effectiveValue(setting, to[field]),
        ...verdict,
      },
    ];
  });
}
