import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { deadLetterHeaders, deadLetterSubject, eventIdHeader } from "../../../../stream-config";
import { runDlq } from "../../../../tools/commands/dlq";
import { type DlqCommand, readDlqArgs } from "../../../../tools/commands/dlq/args";
import type { Operator } from "../../../../tools/stack/operator";
import { afterFile } from "../../../support/after-file";
import { headers } from "../../../support/nats-client";
import { declareStreams, startTestNats, type TestNats } from "../../../support/servers";
import { operatorOf, storedEvents, takeGivenAgain } from "../../support/events";

const finished = afterFile();
let nats: TestNats;
let operator: Operator;

beforeAll(async () => {
  nats = await startTestNats({}, finished);
  await declareStreams(nats);
  operator = await operatorOf(nats);
});

/** Puts a dead letter of the consumer where the service puts it; returns its sequence and its event's id. */
async function deposit(
  consumer: string,
  body = '{"data":{"email":"test@example.com"}}',
  subject = "auth.user.registered",
) {
  const copier = await nats.connectAs("dead-letters");
  const id = randomUUID();
  const own = headers();
  own.set(eventIdHeader, id);
  own.set("traceparent", "00-1");
  own.set(deadLetterHeaders.subject, subject);
  own.set(deadLetterHeaders.reason, "no such template");
  const { seq } = await copier.jetstream().publish(deadLetterSubject(consumer), body, { headers: own });
  return { id, seq };
}

async function dlq(...args: string[]): Promise<string[]> {
  const lines: string[] = [];
  await runDlq(readDlqArgs(args) as DlqCommand, operator, (line) => lines.push(line));
  return lines;
}

test("dlq - lists the letters of a consumer without data of the events; shows one with all of it", async () => {
  const { id, seq } = await deposit("notifications");
  await deposit("analytics");
  const lines = await dlq("list", "--consumer", "notifications");
  expect(lines).toEqual([
    expect.stringMatching(new RegExp(`^${seq} .* notifications .* ${id} .*no such template$`)),
  ]);
  expect(await dlq("list")).toHaveLength(2);
  const [whole] = await dlq("show", String(seq));
  expect(whole).toContain("traceparent: 00-1");
  expect(whole).toContain("test@example.com");
  await dlq("remove", String(seq), String(seq + 1));
  expect(await dlq("list")).toEqual(["There is no dead letter."]);
  expect(await dlq("list", "--consumer", "analytics")).toEqual(["There is no dead letter of analytics."]);
});

test("dlq - redrives to the one consumer, with the event's id and its own headers, and takes it off the list", async () => {
  const { id, seq } = await deposit("notifications");
  expect(await dlq("redrive", "--consumer", "notifications")).toEqual([expect.stringMatching(/^redriven /)]);
  const [message] = await takeGivenAgain(nats);
  expect(message?.string()).toBe('{"data":{"email":"test@example.com"}}');
  expect(message?.headers?.keys().sort()).toEqual(["Nats-Msg-Id", "ce-id", "traceparent"].sort());
  expect(message?.headers?.get(eventIdHeader)).toBe(id);
  expect(await dlq("redrive", "--consumer", "notifications")).toEqual([
    "There is no dead letter of notifications.",
  ]);
  await expect(dlq("redrive", String(seq))).rejects.toThrow(`There is no dead letter ${seq}`);
  expect(await storedEvents(operator)).toBe(0);
});

const notIts = /is auth\.user\.logged_in; notifications may get only auth\.user\.registered/;
const loggedIn = '{"subject":"auth.user.logged_in","data":{}}';

test.each([
  ["that lost its event", "notifications", "", /has no body/],
  ["of a consumer that reads no replays", "unknown", "{}", /Nobody reads auth\.replay\.unknown/],
  ["of an event that is not the consumer's", "notifications", "{}", notIts, "auth.user.logged_in"],
  ["of such a one that was replayed", "notifications", loggedIn, notIts, "auth.replay.notifications"],
  [
    "whose type can't be read",
    "notifications",
    "?",
    /is of no type that can be read; /,
    "auth.replay.notifications",
  ],
])("dlq - a letter %s is not redriven and stays", async (_, consumer, body, reason, subject?: string) => {
  const { seq } = await deposit(consumer, body, subject);
  await expect(dlq("redrive", String(seq))).rejects.toThrow(reason);
  expect(await dlq("list")).toHaveLength(1);
  await dlq("remove", String(seq));
});

test.each([
  [["forget", "1"], '"forget" is not known'],
  [["redrive"], "No dead letter is named"],
  [["show", "one"], '"one" is no sequence'],
  [["list", "--consumer", "billing"], '--consumer "billing" is not known'],
  [["list", "1"], '"1" is too much'],
  [["list", "--all"], "Unknown option '--all'"],
])("dlq - %j is refused", (args, message) => {
  expect(() => readDlqArgs(args)).toThrow(message);
});

test("dlq - without a command it helps", () => {
  expect(readDlqArgs([])).toBe("help");
});
