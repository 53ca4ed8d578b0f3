import { Redis } from "ioredis";
import pino, { type DestinationStream } from "pino";
import { readConfig } from "./config/read";
import { createLoggers } from "./logger";
import { type ParkedEvent, ParkedEvents } from "./outbox/parked-events";
import { redisOptions } from "./plugins/redis";

const usage = `Looks at the events that the server refused for good.
  list        one line of JSON each
  retry ID    puts it back into the outbox; ID is its parkedId, or "all"
  drop ID     deletes it for good`;

/** Command for operators; runs in a container of the service, with its environment. */
async function main([command = "", id = ""]: readonly string[]): Promise<void> {
  if (command === "list" && id === "") return withParked(async (parked) => print(await parked.list()));
  if (command === "retry" && id === "all") return withParked(retryAll);
  if (command === "retry" && isStreamId.test(id)) return withParked((parked) => change(parked, "retry", id));
  if (command === "drop" && isStreamId.test(id)) return withParked((parked) => change(parked, "drop", id));
  fail(usage);
}

const isStreamId = /^\d+-\d+$/;

async function withParked(work: (parked: ParkedEvents) => Promise<void>): Promise<void> {
  const redis = new Redis({ ...redisOptions(readConfig().redis), lazyConnect: true });
  redis.on("error", () => undefined);
  try {
    await redis.connect();
    await work(new ParkedEvents(redis));
  } catch (error) {
    fail(`Redis can't serve: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    redis.disconnect();
  }
}

function print(events: readonly ParkedEvent[]): void {
  for (const event of events) console.log(JSON.stringify(event));
}

async function retryAll(parked: ParkedEvents): Promise<void> {
  for (const { parkedId } of await parked.list()) await change(parked, "retry", parkedId);
}

const done = { retry: "Parked event put back into the outbox", drop: "Parked event dropped" } as const;

async function change(parked: ParkedEvents, command: "retry" | "drop", id: string): Promise<void> {
  const event = await parked.find(id);
  if (event === undefined || !(await parked[command](id))) return fail(`There is no parked event ${id}.`);
  createLoggers("info", auditLog()).log.warn(event, done[command]);
}

/** What a command in a container prints is kept nowhere, so the image names the log of its service beside it. */
function auditLog(): DestinationStream {
  const streams = [1, process.env.AUDIT_LOG ?? []].flat().flatMap(openLog);
  return pino.multistream(streams.map((stream) => ({ stream })));
}

function openLog(dest: string | number): DestinationStream[] {
  try {
    return [pino.destination({ dest, append: true, sync: true })];
  } catch (error) {
    console.error(`The log ${dest} can't be written: ${(error as NodeJS.ErrnoException).code}`);
    return [];
  }
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

void main(process.argv.slice(2));
