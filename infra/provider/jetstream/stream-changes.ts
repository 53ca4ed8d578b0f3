import { isDeepStrictEqual } from "node:util";
import { toBytes, toSeconds } from "../../../stream-config";
import type { StreamField, StreamInputs } from "./stream-fields";
import { streamFields } from "./stream-fields";

/** What the server does with a change of one field: applies it and keeps every message, or deletes some, or refuses. */
export type StreamChange = {
  readonly field: StreamField;
  readonly from: unknown;
  readonly to: unknown;
} & (
  | { readonly effect: "safe" }
  | { readonly effect: "losesData" }
  | { readonly effect: "refused"; readonly reason: string }
);

/** The changes from one configuration to another, each with what the server does with it. */
export function streamChanges(from: StreamInputs, to: Partial<StreamInputs>): StreamChange[] {
  return fieldNames
    .filter((field) => !isDeepStrictEqual(from[field], to[field]))
    .map((field) => ({ field, from: from[field], to: to[field], ...effectOf(field, from, to) }));
}

/** A change in words: `maxAge "7d" → "1d"`. */
export function describeChange({ field, from, to }: StreamChange): string {
  return `${field} ${JSON.stringify(from) ?? "not set"} → ${JSON.stringify(to) ?? "not set"}`;
}

type Effect = { effect: "safe" | "losesData" } | { effect: "refused"; reason: string };

const fieldNames = Object.keys(streamFields) as StreamField[];

function effectOf(field: StreamField, from: StreamInputs, to: Partial<StreamInputs>): Effect {
  switch (field) {
    case "name":
      return refused("a stream can't be renamed");
    case "storage":
      return refused("the storage of a stream can't be changed");
    case "retention":
      return retentionEffect(from.retention, to.retention);
    case "denyDelete":
    case "denyPurge":
      return to[field] === true ? { effect: "safe" } : refused("this can't be undone");
    case "maxAge":
      return lowered(seconds(from.maxAge), seconds(to.maxAge));
    case "maxBytes":
      return lowered(bytes(from.maxBytes), bytes(to.maxBytes));
    case "maxMessages":
    case "maxMessagesPerSubject":
      return lowered(from[field] ?? Infinity, to[field] ?? Infinity);
    default:
      return { effect: "safe" };
  }
}

function retentionEffect(from: StreamInputs["retention"], to: StreamInputs["retention"]): Effect {
  if (from === "workqueue" || to === "workqueue") {
    return refused("the retention of a stream can't be changed to or from workqueue");
  }
  return { effect: to === "interest" ? "losesData" : "safe" };
}

/** A lower limit deletes what is above it at once. */
function lowered(from: number, to: number): Effect {
  return { effect: to < from ? "losesData" : "safe" };
}

function refused(reason: string): Effect {
  return { effect: "refused", reason };
}

function seconds(duration: string | undefined): number {
  return duration === undefined ? Infinity : toSeconds(duration);
}

function bytes(size: string | undefined): number {
  return size === undefined ? Infinity : toBytes(size);
}
