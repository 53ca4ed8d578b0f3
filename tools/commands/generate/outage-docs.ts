import { sheddingFrom } from "../../../service/src/store/shedding";
import { table } from "../../../stream-config/render/tables";

/** Bytes that Redis takes for an event in the outbox, measured: 513 to 521. */
const entryBytes = 520;
const megabyte = 2 ** 20;
const memories = [256, 1024, 4096];
const rates = [10, 100, 500];

/** What accounts and sessions take in the example. */
const taken = 1 / 3;

/** Markdown table: what is refused from which shares of the memory on. */
export function sheddingTable(): string {
  const rows = Object.entries(sheddingFrom).map(([filling, { usedShare, outboxShare }]) => [
    filling,
    percent(usedShare),
    percent(outboxShare),
  ]);
  return table(["refused", "from this part of the memory on", "or when the outbox alone takes"], rows);
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** Markdown table: for how long NATS may be away until the service refuses what would fill the store. */
export function outageTable(): string {
  const rows = memories.flatMap((memory) =>
    rates.map((perSecond) => [
      `${memory} MB`,
      `${perSecond}/s`,
      ...Object.values(sheddingFrom).map(({ usedShare, outboxShare }) =>
        duration((Math.min(outboxShare, usedShare - taken) * memory * megabyte) / entryBytes / perSecond),
      ),
    ]),
  );
  return table(["memory", "events", "registrations", "logins", "refreshes"], rows);
}

function duration(seconds: number): string {
  const units = [
    [86_400, "d"],
    [3_600, "h"],
    [60, "min"],
  ] as const;
  const [size, name] = units.find(([size]) => seconds >= 2 * size) ?? [1, "s"];
  return `${Math.floor(seconds / size)} ${name}`;
}
