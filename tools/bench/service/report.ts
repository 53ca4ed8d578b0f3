import { table } from "../../../stream-config/render/tables";
import type { Load } from "./driver/job";
import { type Measured, perCpuSecond } from "./measure";
import { hashingShares, holds, type Target, targetsOf } from "./targets";
import type { LoadResult, Variant } from "./variant";

/** The results of one setting as tables in Markdown. */
export function renderVariant(variant: Variant): string {
  const { durability, raw, loads, relayed, outage, memory } = variant;
  const { service } = memory;
  return [
    `### Redis \`appendfsync ${durability.redis}\`, nats-server \`sync_interval: ${durability.nats}\``,
    table(
      ["path", "load", "/s", "p50 ms", "p99 ms", "per CPU s", "CPU ms: service", "Redis", "NATS", "driver"],
      loads.map(loadRow),
    ),
    table(
      ["by itself", "/s", "p50 ms", "p99 ms", "CPU ms: client", "server"],
      [
        rawRow("argon2id, two at once", raw.argon2, 0),
        rawRow("script of a refresh, 64 at once", raw.redis, raw.redis.cpu.redis),
        rawRow("JetStream publishing, 256 at once", raw.jetstream, raw.jetstream.cpu.nats),
      ],
    ),
    `Hashing took ${hashingShares(variant).taken.toFixed(0)} % of both cores' time while 16 connections logged in. ` +
      `A backlog of ${relayed.events} events was relayed at ${relayed.perSecond.toFixed(0)}/s. ` +
      `NATS was away for ${outage.seconds} s at 100 refreshes/s: ${outage.waiting} events waited, ` +
      `${outage.failures} requests failed. The service's memory in the end: ` +
      `${service?.rss.toFixed(0)} MiB resident, ${service?.pss.toFixed(0)} MiB proportional, ` +
      `${service?.peak.toFixed(0)} MiB at most.`,
    table(["figure", "measured", "target", ""], targetsOf(variant).map(targetRow)),
  ].join("\n\n");
}

function loadRow({ path, load, measured }: LoadResult): string[] {
  const { count, seconds, p50, p99, cpu, driverCpu, failures } = measured;
  const each = [cpu.service, cpu.redis, cpu.nats, driverCpu].map((used = 0) => milliseconds(used / count));
  const failed = failures === 0 ? "" : ` (${failures} failed: ${measured.firstFailure})`;
  const rate = (count / seconds).toFixed(0) + failed;
  return [
    path,
    describe(load),
    rate,
    p50.toFixed(2),
    p99.toFixed(2),
    perCpuSecond(measured).toFixed(0),
    ...each,
  ];
}

function rawRow(name: string, { count, seconds, p50, p99, driverCpu }: Measured, server = 0): string[] {
  const each = [driverCpu, server].map((used) => milliseconds(used / count));
  return [name, (count / seconds).toFixed(0), p50.toFixed(2), p99.toFixed(2), ...each];
}

function targetRow(target: Target): string[] {
  const { name, value, unit, atLeast, atMost } = target;
  const wanted = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
  return [name, `${Number(value.toPrecision(3))} ${unit}`, wanted, holds(target) ? "holds" : "**missed**"];
}

function describe(load: Load): string {
  return load.kind === "closed" ? `${load.connections} at once` : `${load.perSecond}/s, open`;
}

function milliseconds(seconds: number): string {
  return (seconds * 1000).toFixed(3);
}
