import { authEvents, type EventEnvelope } from "../../../stream-config";
import { NatsError } from "../../support/nats-client";
import { connectAs } from "./stack";

/** A stored event and where it stands in the stream. */
export interface StoredEvent {
  readonly id: string;
  readonly sequence: number;
  readonly envelope: EventEnvelope<{ userId: string }>;
}

/** Reads on as `analytics`, which gets every event, until all these users' registrations have come. */
export async function readRegistrations(userIds: readonly string[]): Promise<StoredEvent[]> {
  const found: StoredEvent[] = [];
  const missing = new Set(userIds);
  const deadline = Date.now() + 120_000;
  while (missing.size > 0 && Date.now() < deadline) {
    for (const event of await readBatch()) {
      found.push(event);
      if (event.envelope.subject === "auth.user.registered") missing.delete(event.envelope.data.userId);
    }
  }
  if (missing.size > 0) throw new Error(`no event within 120 s for: ${[...missing].join(", ")}`);
  return found;
}

/** What there is to read now. Servers that have just started may not have a leader for the consumer yet: nothing. */
async function readBatch(): Promise<StoredEvent[]> {
  const client = await connectAs("analytics");
  const events: StoredEvent[] = [];
  try {
    const consumer = await client.jetstream.consumers.get(authEvents.name, "analytics");
    for await (const message of await consumer.fetch({ max_messages: 500, expires: 2_000 })) {
      const id = message.headers?.get("Nats-Msg-Id") ?? "";
      events.push({ id, sequence: message.seq, envelope: message.json<StoredEvent["envelope"]>() });
      await message.ackAck();
    }
  } catch (error) {
    if (!(error instanceof NatsError)) throw error;
  } finally {
    await client.close();
  }
  return events;
}

/** How often a user's registration stands in the stream, by what was read. A redelivery is no second event. */
export function registrationsOf(userId: string, events: readonly StoredEvent[]): number {
  const sequences = events
    .filter(({ envelope }) => envelope.subject === "auth.user.registered" && envelope.data.userId === userId)
    .map(({ sequence }) => sequence);
  return new Set(sequences).size;
}
