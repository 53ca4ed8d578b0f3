import { type ParkedEvent, ParkedEvents } from "../outbox/parked-events";
import { auditLog, fail, withRedis } from "./command";

const usage = `Looks at the events that the server refused for good.
  list        one line of JSON each
  retry ID    puts it back into the outbox, and before it what was parked earlier of the same user; ID is its parkedId,
              or "all"
  drop ID     deletes it for good
  park TYPE   takes all events of a type out of the outbox, e.g. when none of them may be published any more`;

/** Command for operators. */
async function main([command = "", id = ""]: readonly string[]): Promise<void> {
  if (command === "list" && id === "") return withParked(printAll);
  if (command === "retry" && id === "all") return withParked(retryAll);
  if (command === "retry" && isStreamId.test(id))
    return withParked((parked) => changeOne(parked, "retry", id));
  if (command === "park" && isType.test(id)) return withParked((parked) => parkAll(parked, id));
  if (command === "drop" && isStreamId.test(id)) return withParked((parked) => changeOne(parked, "drop", id));
  fail(usage);
}

const isStreamId = /^\d+-\d+$/;
const isType = /^[a-z_]+(\.[a-z_]+)+$/;

function withParked(work: (parked: ParkedEvents) => Promise<void>): Promise<void> {
  return withRedis((redis) => work(new ParkedEvents(redis)));
}

async function printAll(parked: ParkedEvents): Promise<void> {
  for await (const event of parked.list()) console.log(JSON.stringify(event));
}

/** Those that an earlier one has taken along are gone. */
async function retryAll(parked: ParkedEvents): Promise<void> {
  for await (const event of parked.list()) await change(parked, "retry", event);
}

async function parkAll(parked: ParkedEvents, event: string): Promise<void> {
  auditLog().warn({ event, events: await parked.park(event) }, "Events taken out of the outbox and parked");
}

const done = { retry: "Parked event put back into the outbox", drop: "Parked event dropped" } as const;

async function changeOne(parked: ParkedEvents, command: "retry" | "drop", id: string): Promise<void> {
  const event = await parked.find(id);
  if (event === undefined || !(await change(parked, command, event))) fail(`There is no parked event ${id}.`);
}

async function change(parked: ParkedEvents, command: "retry" | "drop", event: ParkedEvent): Promise<boolean> {
  const events = await parked[command](event);
  if (events > 0) auditLog().warn({ ...event, events }, done[command]);
  return events > 0;
}

void main(process.argv.slice(2));
