import { setTimeout as sleep } from "node:timers/promises";
import closeWithGrace from "close-with-grace";
import type { FastifyInstance } from "fastify";
import { buildAdmin } from "./admin/admin";
import { buildApp } from "./app";
import { readConfig } from "./config";

async function main(): Promise<void> {
  const config = readConfig();
  const app = await buildApp(config);
  const admin = await buildAdmin(app);
  closeWithGrace({ delay: config.shutdown.deadline * 1000, logger: app.log }, async ({ signal, err }) => {
    if (err) app.log.fatal({ err }, "Unexpected error");
    else app.log.info({ signal }, "Shutting down");
    await shutDown(app, admin);
  });
  const { host, port, adminPort } = config.listen;
  await admin.listen({ host, port: adminPort });
  await app.listeners.listen({ host, port });
}

/** Readiness goes first, so that no new requests come; what is under way is finished. */
async function shutDown(app: FastifyInstance, admin: FastifyInstance): Promise<void> {
  app.lifecycle.drain();
  await sleep(app.config.shutdown.delay * 1000);
  await app.close();
  await admin.close();
}

void main();
