import type { NatsConnection, Subscription } from "nats";
import type { EventEnvelope } from "../../stream-config";

/**
 * The simplest subscription: events as they are published, with nothing to acknowledge. What happens while it is away it
 * never gets. Its NATS user needs the verb `subscribe` (stream-config/acl/verbs/subscribe.ts).
 */
export function onEachEvent(
  connection: NatsConnection,
  handle: (event: EventEnvelope) => void,
  onTrouble: (error: Error) => void,
): Subscription {
  return connection.subscribe("auth.user.*", {
    callback: (error, message) => (error ? onTrouble(error) : handle(message.json<EventEnvelope>())),
  });
}
