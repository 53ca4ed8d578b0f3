import { parseOptions } from "../../lib/args";
import { UserError } from "../../lib/errors";

/** How long is measured. */
export interface BenchSize {
  /** Seconds of each load. */
  readonly seconds: number;
  /** For how long NATS is away, in seconds. */
  readonly outageSeconds: number;
}

const minutes = 60;
const sizes = {
  quick: { seconds: 2, outageSeconds: 10 },
  usual: { seconds: 5, outageSeconds: 30 },
  full: { seconds: 10, outageSeconds: 10 * minutes },
} as const satisfies Record<string, BenchSize>;

/** What the command line asks for. */
export interface BenchOptions {
  readonly size: BenchSize;
  /** Where the results go besides the terminal and the JSON file. */
  readonly document: "keep" | "write";
}

/** What `--help` prints. */
export const help = `Measures the built service with real Redis and nats-server on loopback.

  npm run bench -- [--quick | --full] [--write]

  --quick  two seconds of each load, NATS away for ten seconds
  --full   ten seconds of each load, NATS away for ten minutes
  --write  puts the results into docs/performance.md

Without either: five seconds, and half a minute. Everything is measured twice: with the servers' usual
write-through to the disk, and with one for each write. The results are also in bench-service-results.json.`;

/** Reads the command line; undefined when help is wanted. Throws UserError. */
export function readOptions(args: readonly string[]): BenchOptions | undefined {
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseOptions(
    { args: [...args], options: { quick: flag, full: flag, write: flag, help: flag } },
    "`npm run bench -- --help` lists the options.",
  );
  const { quick, full, write, help } = values;
  if (help) return undefined;
  if (quick && full) throw new UserError("--quick and --full exclude each other", "Leave one of them out.");
  const size = quick ? sizes.quick : full ? sizes.full : sizes.usual;
  return { size, document: write ? "write" : "keep" };
}
