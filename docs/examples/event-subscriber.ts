import { Redis } from "ioredis";
import { createTransport } from "nodemailer";
import {
  connectConsumer,
  EventSubscriber,
  type HandledEvents,
  HandledInMemory,
  HandledInRedis,
  type Handlers,
} from "../../service/consumer/src";
import type { ClientConfig } from "../../stream-config";
import analytics from "../../stream-config/rendered/clients/analytics.json";
import notifications from "../../stream-config/rendered/clients/notifications.json";
import securityMonitor from "../../stream-config/rendered/clients/security-monitor.json";
import { securityMonitoring } from "./security-monitoring";
import { signInAnalytics } from "./sign-in-analytics";
import { welcomeMail } from "./welcome-mail";

/** A service that consumes events: which durable it reads, and what it does with each type of event. */
interface Service {
  readonly client: ClientConfig;
  readonly handlers: Handlers;
}

const services: Readonly<Record<string, () => Service>> = {
  notifications: () => ({
    client: notifications,
    handlers: welcomeMail(createTransport(process.env.SMTP_URL ?? "smtp://127.0.0.1:1025")),
  }),
  analytics: () => ({ client: analytics, handlers: signInAnalytics(print) }),
  "security-monitor": () => ({ client: securityMonitor, handlers: securityMonitoring(print) }),
};

/**
 * Reads the durable consumer that its argument names until SIGTERM. NATS_URL, NATS_SEED_FILE and NATS_CA_FILE come from
 * the Secret `nats-user-<name>`.
 */
async function main(name: string): Promise<void> {
  const service = services[name]?.();
  if (service === undefined) throw new Error(`${name} is none of ${Object.keys(services).join(", ")}`);
  const onTrouble = (error: Error) => console.error(error.message);
  const connection = await connectConsumer(service.client, process.env, onTrouble);
  const subscriber = new EventSubscriber({
    ...service,
    connection,
    handled: rememberHandled(name),
    onTrouble,
  });
  subscriber.start();
  process.once("SIGTERM", () => void subscriber.stop());
  const error = await connection.closed();
  process.exit(error ? 1 : 0);
}

/** Without Redis, what was handled is forgotten at a restart, and an event whose ack was lost is handled again. */
function rememberHandled(name: string): HandledEvents {
  const url = process.env.REDIS_URL;
  return url === undefined ? new HandledInMemory() : new HandledInRedis(new Redis(url), `${name}:handled:`);
}

function print(line: object): void {
  console.log(JSON.stringify(line));
}

main(process.argv[2] ?? "notifications").catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
