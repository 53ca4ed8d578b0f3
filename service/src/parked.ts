import { auditLog, fail, withRedis } from "./operator";
import { ParkedEvents } from "./outbox/parked-events";

const usage = `Looks at the events that the server refused for good.
  list        one line of JSON each
  retry ID    puts it back into the outbox; ID is its parkedId, or "all"
  drop ID     deletes it for good`;

/** Command for operators. */
async function main([command = "", id = ""]: readonly string[]): Promise<void> {
  if (command === "list" && id === "") return withParked(printAll);
  if (command === "retry" && id === "all") return withParked(retryAll);
  if (command === "retry" && isStreamId.test(id)) return withParked((parked) => change(parked, "retry", id));
  if (command === "drop" && isStreamId.test(id)) return withParked((parked) => change(parked, "drop", id));
  fail(usage);
}

const isStreamId = /^\d+-\d+$/;

function withParked(work: (parked: ParkedEvents) => Promise<void>): Promise<void> {
  return withRedis((redis) => work(new ParkedEvents(redis)));
}

async function printAll(parked: ParkedEvents): Promise<void> {
  for await (const event of parked.list()) console.log(JSON.stringify(event));
}

async function retryAll(parked: ParkedEvents): Promise<void> {
  for await (const { parkedId } of parked.list()) await change(parked, "retry", parkedId);
}

const done = { retry: "Parked event put back into the outbox", drop: "Parked event dropped" } as const;

async function change(parked: ParkedEvents, command: "retry" | "drop", id: string): Promise<void> {
  const event = await parked.find(id);
  if (event === undefined || !(await parked[command](id))) return fail(`There is no parked event ${id}.`);
  auditLog().warn(event, done[command]);
}

void main(process.argv.slice(2));
