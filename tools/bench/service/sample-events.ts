import { randomUUID } from "node:crypto";
import { publishUserTokenRefreshed } from "../../../service/src/events";
import type { OutboxEntry } from "../../../service/src/store/outbox-entry";

const source = {
  messaging: "on",
  metadata: { service: "auth-service", version: "0.1.0", environment: "bench" },
  origin: { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", requestId: "bench" },
} as const;

/** The event of a refresh, as the service writes it into the outbox. */
export async function sampleEvent(userId: string): Promise<OutboxEntry> {
  const data = { userId, sessionId: randomUUID(), timestamp: new Date().toISOString() };
  const entry = await publishUserTokenRefreshed(source, data, async (written) => written);
  if (entry === undefined) throw new Error("Messaging is on, so there is an event");
  return entry;
}
