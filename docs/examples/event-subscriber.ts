import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
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
import { printEvents } from "./print-events";
import { securityMonitoring } from "./security-monitoring";
import { signInAnalytics } from "./sign-in-analytics";
import { welcomeMail } from "./welcome-mail";

const clientsDir = join(__dirname, "../../stream-config/rendered/clients");

/** What can be done with events. */
const works: Readonly<Record<string, () => Handlers>> = {
  print: () => printEvents(console.log),
  "welcome-mail": () => welcomeMail(createTransport(process.env.SMTP_URL ?? "smtp://127.0.0.1:1025")),
  "sign-in-analytics": () => signInAnalytics(printLine),
  "security-monitoring": () => securityMonitoring(printLine),
};

/**
 * Reads the durable of any rendered client until SIGINT or SIGTERM, and does the work with each event. NATS_URL,
 * NATS_SEED_FILE and NATS_CA_FILE come from the Secret `nats-user-<client>`.
 */
async function main(name = "", work = "print"): Promise<void> {
  const client = readClient(name);
  const handlers = works[work]?.();
  if (handlers === undefined) throw new Error(`"${work}" is none of ${Object.keys(works).join(", ")}`);
  const onTrouble = (error: Error) => console.error(error.message);
  const connection = await connectConsumer(client, process.env, onTrouble);
  const handled = rememberHandled(name);
  const subscriber = new EventSubscriber({ client, handlers, connection, handled, onTrouble });
  subscriber.start();
  void Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]).then(() => subscriber.stop());
  const error = await connection.closed();
  process.exit(error ? 1 : 0);
}

/** The configuration that `make generate` writes for each user with a durable. */
function readClient(name: string): ClientConfig {
  const names = readdirSync(clientsDir)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length));
  if (!names.includes(name)) throw new Error(`"${name}" is none of ${names.join(", ")}`);
  return JSON.parse(readFileSync(join(clientsDir, `${name}.json`), "utf8"));
}

/** Without Redis, what was handled is forgotten at a restart, and an event whose ack was lost is handled again. */
function rememberHandled(name: string): HandledEvents {
  const url = process.env.REDIS_URL;
  return url === undefined ? new HandledInMemory() : new HandledInRedis(new Redis(url), `${name}:handled:`);
}

function printLine(line: object): void {
  console.log(JSON.stringify(line));
}

main(...process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
