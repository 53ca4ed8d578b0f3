import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import {
  authEventsReplay,
  connectionSettings,
  eventIdHeader,
  replayHeader,
  streamAdminUser,
} from "../../../../stream-config";
import { replayEvents } from "../../../../tools/commands/replay";
import { type ReplayOptions, readReplayArgs } from "../../../../tools/commands/replay/args";
import type { Operator } from "../../../../tools/stack/operator";
import { until } from "../../../service/support";
import { afterFile } from "../../../support/after-file";
import type { JetStreamManager, NatsConnection } from "../../../support/nats-client";
import { declareStreams, startTestNats, type TestNats } from "../../../support/servers";
import { operatorOf, storedEvents, takeGivenAgain } from "../../support/events";

const finished = afterFile();
const user = randomUUID();
let nats: TestNats;
let operator: Operator;
let manager: JetStreamManager;
/** Ids of the stored events, oldest first: three of the user, and 297 of others before and after. */
const ids: string[] = [];

beforeAll(async () => {
  nats = await startTestNats({}, finished);
  await declareStreams(nats);
  operator = await operatorOf(nats);
  const { apiPrefix } = connectionSettings(streamAdminUser);
  const admin = await nats.connectAs("stream-admin");
  manager = await admin.jetstreamManager({ apiPrefix, checkAPI: false });
  const publisher = await nats.connectAs("auth-service");
  for (let sequence = 1; sequence <= 300; sequence += 1) {
    const mine = sequence === 2 || sequence === 150 || sequence === 299;
    await publish(publisher, sequence === 150 ? "logged_in" : "registered", mine ? user : randomUUID());
  }
});

async function publish(publisher: NatsConnection, type: string, userId: string): Promise<void> {
  const subject = `auth.user.${type}`;
  const body = JSON.stringify({ subject, data: { userId }, metadata: {} });
  const id = randomUUID();
  await publisher.jetstream().publish(subject, body, { msgID: id });
  ids.push(id);
}

async function replay(...args: string[]): Promise<string[]> {
  const lines: string[] = [];
  await start(args, (line) => lines.push(line));
  return lines;
}

function start(args: string[], print: (line: string) => void, signal?: AbortSignal): Promise<void> {
  return replayEvents(readReplayArgs(args) as ReplayOptions, operator, print, signal);
}

test("replay - counts first, then gives the confirmed events to the one consumer, and stores none anew", async () => {
  expect(await replay("--to", "notifications", "--user", user)).toEqual([
    "2  auth.user.registered",
    "To replay them add: --last 299 --confirm 2",
  ]);
  const lines = await replay("--to", "notifications", "--user", user, "--last", "299", "--confirm", "2");
  const [begin, end] = lines.map((line) => JSON.parse(line));
  expect(begin).toMatchObject({
    msg: "Replay begins",
    consumer: "notifications",
    selection: { user, last: 299 },
  });
  expect(end).toMatchObject({ msg: "Replay ended", id: begin.id, by: expect.any(String) });
  const given = await takeGivenAgain(nats);
  const values = (header: string) => given.map(({ headers }) => headers?.get(header));
  expect(values(eventIdHeader)).toEqual([ids[1], ids[298]]);
  expect(values(replayHeader)).toEqual([begin.id, begin.id]);
  expect(await storedEvents(operator)).toBe(300);
});

test("replay - sends nothing when another number is selected than was confirmed", async () => {
  await expect(replay("--to", "analytics", "--user", user, "--confirm", "2")).rejects.toThrow(
    "2 events were confirmed, but 3 are selected",
  );
});

test("replay - a consumer is given what its filters match and nothing else, whatever is selected", async () => {
  const before = await replayed();
  const refused = {
    message: "notifications may not get auth.user.logged_in, by its filters only auth.user.registered",
  };
  const type = ["--to", "notifications", "--type", "auth.user.logged_in"];
  await expect(replay(...type)).rejects.toMatchObject(refused);
  await expect(replay(...type, "--confirm", "1")).rejects.toMatchObject(refused);
  expect(await replay("--to", "notifications")).toEqual([
    "299  auth.user.registered",
    "To replay them add: --last 300 --confirm 299",
  ]);
  expect(await replayed()).toBe(before);
});

test("replay - selects by type, by sequence and by time, across many batches", async () => {
  const count = async (...args: string[]) => (await replay("--to", "analytics", ...args)).at(-1);
  expect(await count()).toBe("To replay them add: --last 300 --confirm 300");
  expect(await count("--type", "auth.user.logged_in")).toBe("To replay them add: --last 150 --confirm 1");
  expect(await count("--first", "10", "--last", "280")).toBe("To replay them add: --last 280 --confirm 271");
  const times = (await replay("--print")).map((line) => Date.parse(JSON.parse(line).time));
  const middle = new Date(times[100]!).toISOString();
  const before = times.filter((time) => time < times[100]!).length;
  expect(await count("--from", middle)).toBe(`To replay them add: --last 300 --confirm ${300 - before}`);
  expect(await count("--until", middle)).toBe(`To replay them add: --last ${before} --confirm ${before}`);
  expect(await count("--from", "2100-01-01T00:00:00Z")).toBe("No event is selected.");
});

test("replay - keeps to its rate", async () => {
  const begun = performance.now();
  const select = ["--first", "1", "--last", "5"];
  await replay("--to", "notifications", ...select, "--confirm", "5", "--rate", "20");
  expect(performance.now() - begun).toBeGreaterThan(190);
  expect(await takeGivenAgain(nats)).toHaveLength(5);
});

test("replay - one that was stopped says its id, with which it goes on and gives no event twice", async () => {
  const id = randomUUID();
  const stop = new AbortController();
  const args = ["--to", "notifications", "--first", "11", "--last", "15", "--confirm", "5", "--id", id];
  const lines: string[] = [];
  const before = await replayed();
  const running = start([...args, "--rate", "1"], (line) => lines.push(line), stop.signal);
  await until(async () => (await replayed()) > before);
  stop.abort();
  await expect(running).rejects.toMatchObject({
    message: `The replay ${id} was stopped`,
    fix: expect.stringContaining(`add --id ${id}`),
  });
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({ id, msg: "Replay failed" });
  await replay(...args);
  expect(await replayed()).toBe(before + 5);
  const given = await takeGivenAgain(nats);
  expect(given.map(({ headers }) => headers?.get(eventIdHeader))).toEqual(ids.slice(10, 15));
  expect(new Set(given.map(({ headers }) => headers?.get(replayHeader)))).toEqual(new Set([id]));
});

/** Messages in the stream of replays. */
async function replayed(): Promise<number> {
  return (await manager.streams.info(authEventsReplay.name)).state.messages;
}

test("replay - a refusal on the way is told with the id to go on with", async () => {
  const id = randomUUID();
  const again = ["--to", "analytics", "--last", "3", "--confirm", "3", "--id", id];
  const before = await replayed();
  await holdAtMost(before + 2);
  await expect(replay(...again)).rejects.toMatchObject({
    message: `The replay ${id} was interrupted: JetStream refused: maximum messages exceeded`,
    fix: expect.stringContaining(`add --id ${id}, within 1h`),
  });
  await holdAtMost(authEventsReplay.maxMessages);
  await replay(...again);
  expect(await replayed()).toBe(before + 3);
});

/** Changes how many messages the stream of replays takes. */
async function holdAtMost(messages: number): Promise<void> {
  await manager.streams.update(authEventsReplay.name, { max_msgs: messages });
}

test.each([
  [[], "help"],
  [["--help"], "help"],
])("replay - %j helps", (args, expected) => {
  expect(readReplayArgs(args)).toBe(expected);
});

test.each([
  [["--user", user], "One of --to and --print is needed"],
  [["--to", "notifications", "--print"], "One of --to and --print is needed"],
  [["--to", "dead-letters"], '--to "dead-letters" is not known'],
  [["--print", "--user", "me"], '--user "me" must match format "uuid"'],
  [["--print", "--from", "yesterday"], '--from "yesterday" must match format "date-time"'],
  [["--print", "--type", "auth.user.undeclared"], '--type "auth.user.undeclared" must be equal to one of'],
  [["--print", "--first", "0"], '--first "0" is no count'],
  [["--to", "notifications", "--id", "42"], '--id "42" is not the id of a replay'],
  [["--print", "--everything"], "Unknown option '--everything'"],
])("replay - %j is refused", (args, message) => {
  expect(() => readReplayArgs(args)).toThrow(message);
});
