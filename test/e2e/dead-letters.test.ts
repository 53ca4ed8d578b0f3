import { afterAll, beforeAll, expect, test } from "vitest";
import { authEvents, type EventEnvelope, notifications, replayOf } from "../../stream-config";
import { type DeadLetter, readLetters } from "../../tools/commands/dlq/letters";
import { redrive } from "../../tools/commands/dlq/redrive";
import { connectOperator } from "../../tools/stack/operator";
import type { Consumer, JsMsg } from "../support/nats-client";
import { connectAs, register } from "./support/stack";

let operator: Awaited<ReturnType<typeof connectOperator>>;

beforeAll(async () => {
  operator = await connectOperator();
});
afterAll(() => operator.close());

test("dead letters - what a consumer gives up is copied with its reason, and comes again when it is redriven", async () => {
  const user = await register();
  const given = await nextOf(await consumerOf(authEvents.name, notifications.name), user.id);
  given.term("no such template");
  await expect.poll(() => letterOf(given), { timeout: 60_000 }).toMatchObject({ reason: "no such template" });
  await redrive(operator, (await letterOf(given))!);
  const replays = await consumerOf(replayOf(notifications).stream, replayOf(notifications).name);
  const again = await nextOf(replays, user.id);
  expect(again.headers?.get("ce-id")).toBe(given.headers?.get("Nats-Msg-Id"));
  await again.ackAck();
  expect(await letterOf(given)).toBeUndefined();
});

test("dead letters - so is what a consumer has had as often as it may without a word", async () => {
  const user = await register();
  const consumer = await consumerOf(authEvents.name, notifications.name);
  let given: JsMsg | undefined;
  for (let delivery = 1; delivery <= notifications.maxDeliver; delivery += 1) {
    given = await nextOf(consumer, user.id);
    expect(given.info.deliveryCount).toBe(delivery);
    given.nak();
  }
  // The server announces it when the consumer is pulled once more.
  await consumer.next({ expires: 1_000 });
  const letter = {
    deliveries: String(notifications.maxDeliver),
    reason: "not acknowledged in 10 deliveries",
  };
  await expect.poll(() => letterOf(given!), { timeout: 60_000 }).toMatchObject(letter);
});

/** The letter about a message, once it is there. */
async function letterOf({ headers }: JsMsg): Promise<DeadLetter | undefined> {
  for await (const letter of readLetters(operator, notifications.name)) {
    if (letter.eventId === headers?.get("Nats-Msg-Id")) return letter;
  }
  return undefined;
}

async function consumerOf(stream: string, durable: string): Promise<Consumer> {
  const { jetstream } = await connectAs("notifications");
  return jetstream.consumers.get(stream, durable);
}

/** Reads on until the user's event comes; acknowledges those before. */
async function nextOf(consumer: Consumer, userId: string): Promise<JsMsg> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const message = await consumer.next({ expires: 5_000 });
    if (message?.json<EventEnvelope<{ userId: string }>>().data.userId === userId) return message;
    await message?.ackAck();
  }
  throw new Error(`No event of user ${userId} came within 60 s`);
}
