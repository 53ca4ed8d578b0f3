import { readFileSync } from "node:fs";
import { connect, type JsMsg, nkeyAuthenticator } from "nats";
import type { EventEnvelope } from "../../stream-config";

/**
 * Reads a durable consumer of the stream `auth-events` and acknowledges each event after handling it:
 * `tsx docs/examples/event-subscriber.ts notifications`. Settings are what the Secret `nats-user-<name>` holds.
 */
async function main(consumerName: string): Promise<void> {
  const connection = await connect({
    servers: setting("NATS_URL"),
    name: consumerName,
    inboxPrefix: setting("NATS_INBOX_PREFIX"),
    authenticator: nkeyAuthenticator(readFileSync(setting("NATS_SEED_FILE"))),
    // Without TLS there is no CA; the stack on Kubernetes always has one.
    ...(process.env.NATS_CA_FILE !== undefined && { tls: { caFile: process.env.NATS_CA_FILE } }),
    // Wait for the server as long as it takes; by default the client gives up for good after ten attempts.
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
  });
  process.once("SIGTERM", () => void connection.drain());
  const jetstream = connection.jetstream({ apiPrefix: setting("NATS_API_PREFIX") });
  const consumer = await jetstream.consumers.get("auth-events", consumerName);
  for await (const message of await consumer.consume()) handle(message);
}

const handled = new Set<string>();

function handle(message: JsMsg): void {
  const id = message.headers?.get("Nats-Msg-Id") ?? "";
  const { subject, data } = message.json<EventEnvelope>();
  // A real service keeps the ids where they survive a restart.
  if (!handled.has(id)) console.log(JSON.stringify({ id, subject, data }));
  handled.add(id);
  message.ack();
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "")
    throw new Error(`${name} is not set; docs/EVENTS.md says where it is from`);
  return value;
}

main(process.argv[2] ?? "notifications").catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
