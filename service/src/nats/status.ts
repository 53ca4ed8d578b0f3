import type { FastifyBaseLogger } from "fastify";
import type { NatsConnection } from "./client";

/**
 * Logs what the client only says here (a denied publish without reply, for one) and reports whether the connection
 * works. Goes on for as long as the connection exists.
 */
export async function watchStatus(
  connection: NatsConnection,
  log: FastifyBaseLogger,
  onChange: (isUp: boolean) => void,
): Promise<void> {
  for await (const { type, data, permissionContext } of connection.status()) {
    switch (type) {
      case "disconnect":
        onChange(false);
        log.warn({ server: data }, "NATS disconnected; events wait in the outbox");
        break;
      case "reconnect":
        log.info({ server: data }, "NATS reconnected");
        onChange(true);
        break;
      case "error":
        log.error({ error: data, ...permissionContext }, "NATS reported an error");
        break;
      case "ldm":
        log.info({ server: data }, "NATS server is about to shut down");
        break;
    }
  }
}
