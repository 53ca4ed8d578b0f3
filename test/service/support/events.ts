import type { FastifyInstance } from "fastify";
import { onTestFinished } from "vitest";
import { keys } from "../../../service/src/store/keys";
import { authEvents, type EventEnvelope, importedApiPrefix } from "../../../stream-config";
import type { TestNats } from "../../support/servers";
import { until } from "./until";
import { registerUser } from "./users";

/** An event with what its message had besides the body. */
export interface ReceivedEvent {
  readonly id: string;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly event: EventEnvelope<Record<string, unknown>>;
}

/** Every event of the stream from now on, in order, read as the consumer `analytics`. */
export async function readEvents(nats: TestNats): Promise<ReceivedEvent[]> {
  const connection = await nats.connectAs("analytics");
  const consumer = await connection
    .jetstream({ apiPrefix: importedApiPrefix })
    .consumers.get(authEvents.name, "analytics");
  const received: ReceivedEvent[] = [];
  const messages = await consumer.consume({
    callback: (message) => {
      const headers = Object.fromEntries(
        [...(message.headers ?? [])].map(([name, [value = ""]]) => [name, value]),
      );
      const { "Nats-Msg-Id": id = "" } = headers;
      received.push({ id, subject: message.subject, headers, event: message.json() });
      message.ack();
    },
  });
  onTestFinished(async () => void (await messages.close()));
  return received;
}

/** Those that a user raised, of one type where it is given. */
export function eventsOf(events: readonly ReceivedEvent[], userId: string, subject?: string) {
  return events.filter(
    (received) =>
      received.event.data.userId === userId && (subject === undefined || received.subject === subject),
  );
}

/**
 * Resolves when every event that was raised so far has been received. The order of the stream is that of one user's
 * events only, so a last event may be waited for just when nothing else is under way.
 */
export async function receivedAll(app: FastifyInstance, events: readonly ReceivedEvent[]): Promise<void> {
  await until(async () => (await app.redis.xlen(keys.outbox)) === 0);
  const last = await registerUser(app);
  await until(() => eventsOf(events, last).length === 1);
}

/** Whom the events are about, in order of their ids, but for the last event, which `receivedAll` has added. */
export function usersBeforeLast(events: readonly ReceivedEvent[]): unknown[] {
  return events
    .slice(0, -1)
    .map(({ event }) => event.data.userId)
    .sort();
}

/** Number of messages in the stream. */
export async function countEvents(nats: TestNats): Promise<number> {
  const connection = await nats.connectAs("observer");
  const answer = await connection.request(`${importedApiPrefix}.STREAM.INFO.${authEvents.name}`);
  await connection.close();
  return answer.json<{ state: { messages: number } }>().state.messages;
}
