import type { NatsMap, NatsValue } from "../../nats-conf/parse";

/** What a block has under any of the names that the server takes for it, upper or lower case. */
export function entry(map: NatsValue | undefined, ...names: readonly string[]): NatsValue | undefined {
  return Object.entries(asMap(map)).find(([key]) => names.includes(key.toLowerCase()))?.[1];
}

/** The value as a block; anything else has no entries. */
export function asMap(value: NatsValue | undefined): NatsMap {
  return typeof value === "object" && !Array.isArray(value) ? (value as NatsMap) : {};
}

/** The value as a list; a single value is a list of one, nothing is empty. */
export function asList(value: NatsValue | undefined): readonly NatsValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as NatsValue];
}
