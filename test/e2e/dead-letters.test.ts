import { expect, test } from "vitest";
import { authEvents, type EventEnvelope, notifications, notificationsReplay } from "../../stream-config";
import { readLetters } from "../../tools/events/letters";
import { connectOperator } from "../../tools/events/operator";
import { redrive } from "../../tools/events/redrive";
import { connectAs, register } from "./support/stack";

test("dead letters - what a consumer gives up is copied with its reason, and comes again when it is redriven", async () => {
  const user = await register();
  const given = await nextOf(user.id, authEvents.name, notifications.name);
  given.term("no such template");
  const operator = await connectOperator();
  try {
    const letter = async () => {
      for await (const found of readLetters(operator, "notifications")) {
        if (found.eventId === given.headers?.get("Nats-Msg-Id")) return found;
      }
      return undefined;
    };
    await expect.poll(letter, { timeout: 60_000 }).toMatchObject({ reason: "no such template" });
    await redrive(operator, (await letter())!);
    const again = await nextOf(user.id, notificationsReplay.stream, notificationsReplay.name);
    expect(again.headers?.get("ce-id")).toBe(given.headers?.get("Nats-Msg-Id"));
    await again.ackAck();
    expect(await letter()).toBeUndefined();
  } finally {
    await operator.close();
  }
});

/** Reads on as notifications until the user's event comes; acknowledges those before. */
async function nextOf(userId: string, stream: string, durable: string) {
  const client = await connectAs("notifications");
  const consumer = await client.jetstream.consumers.get(stream, durable);
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const message = await consumer.next({ expires: 5_000 });
    if (message?.json<EventEnvelope<{ userId: string }>>().data.userId === userId) return message;
    await message?.ackAck();
  }
  throw new Error(`${durable} got no event of user ${userId} within 60 s`);
}
