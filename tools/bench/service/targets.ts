import { cpus } from "node:os";
import type { Load, Path } from "./driver/job";
import { type Measured, perCpuSecond } from "./measure";
import { ofPublishing, type Variant } from "./variant";

/** A figure and what it should be at least or at most. */
export interface Target {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Whether the figure is where it should be. */
export function holds({ value, atLeast = -Infinity, atMost = Infinity }: Target): boolean {
  return value >= atLeast && value <= atMost;
}

/** What a run is held against. */
export function targetsOf(variant: Variant): Target[] {
  const { raw, relayed, outage, lagP99, memory } = variant;
  const refreshOpen = find(variant, "refresh", (load) => load.kind === "open");
  return [
    {
      name: "login, 16 connections",
      value: perCpuSecond(closed(variant, "login")),
      unit: "per CPU s",
      atLeast: 42,
    },
    {
      name: "hashing wants both cores, 16 connections",
      value: Math.min(100, hashingShares(variant).wanted),
      unit: "% of the time",
      atLeast: 90,
    },
    {
      name: "refresh, 16 connections",
      value: perCpuSecond(closed(variant, "refresh")),
      unit: "per CPU s",
      atLeast: 2_600,
    },
    { name: "refresh p99 at 500/s", value: refreshOpen.p99, unit: "ms", atMost: 15 },
    {
      name: "GET /auth/me, 16 connections",
      value: perCpuSecond(closed(variant, "me")),
      unit: "per CPU s",
      atLeast: 3_800,
    },
    {
      name: "relay, of raw publishing",
      value: 100 * ofPublishing({ jetstream: raw.jetstream, relayed }),
      unit: "%",
      atLeast: 80,
    },
    { name: "outbox lag p99 at 500/s", value: lagP99, unit: "ms", atMost: 250 },
    {
      name: `drained after ${outage.seconds} s without NATS`,
      value: outage.drainedSeconds,
      unit: "s",
      atMost: 60,
    },
    { name: "memory of the service", value: memory.service?.rss ?? Number.NaN, unit: "MiB", atMost: 250 },
  ];
}

/**
 * What hashing took of all cores' time while 16 connections logged in, and what it would have taken had nothing else run:
 * percent. A service that keeps hashing waiting for itself, by doing one password at a time, say, wants less than all.
 */
export function hashingShares(variant: Variant): { readonly taken: number; readonly wanted: number } {
  const { hashing, seconds } = closed(variant, "login");
  const share = (time: number) => (100 * time) / (seconds * cpus().length);
  return { taken: share(hashing.running), wanted: share(hashing.running + hashing.ready) };
}

function closed(variant: Variant, path: Path): Measured {
  return find(variant, path, (load) => load.kind === "closed" && load.connections === 16);
}

function find({ loads }: Variant, path: Path, isWanted: (load: Load) => boolean): Measured {
  const found = loads.find((each) => each.path === path && isWanted(each.load));
  if (found === undefined) throw new Error(`${path} was not measured`);
  return found.measured;
}
