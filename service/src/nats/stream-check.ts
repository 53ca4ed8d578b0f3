import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyBaseLogger } from "fastify";
import { authEvents } from "../../../stream-config";
import { messageOf } from "../log";
import type { JetStreamManager } from "./client";

const retryMilliseconds = 2_000;

/** Says in the log when the stream is there, and, once, when it is not. For information: the relay tries anyway. */
export async function awaitStream(
  manager: JetStreamManager,
  log: FastifyBaseLogger,
  stillUp: () => boolean,
): Promise<void> {
  for (let attempt = 0; stillUp(); attempt += 1) {
    try {
      await manager.streams.info(authEvents.name);
      log.info(`JetStream stream '${authEvents.name}' ready`);
      return;
    } catch (error) {
      if (attempt === 0)
        log.warn({ reason: messageOf(error) }, `JetStream stream '${authEvents.name}' is not ready`);
      await sleep(retryMilliseconds, undefined, { ref: false });
    }
  }
}
