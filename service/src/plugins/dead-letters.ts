import fastifyPlugin from "fastify-plugin";
import { deadLettersUser } from "../../../stream-config";
import { DeadLetterWorker } from "../dead-letters/worker";
import { type MessagingOn, natsOptions } from "../nats/options";

/**
 * Copies to the dead letters, in every replica: the server gives each advisory to one of them. The worker has a
 * connection and a NATS user of its own, which can read events and can't publish any.
 */
export const deadLettersPlugin = fastifyPlugin<{ readonly messaging: MessagingOn; readonly seed: string }>(
  async (app, { messaging, seed }) => {
    const connect = natsOptions({ ...messaging, seed }, deadLettersUser);
    const worker = new DeadLetterWorker({ connect, log: app.log, copied: app.metrics.deadLetters });
    app.addHook("onReady", async () => worker.start());
    app.addHook("onClose", () => worker.stop());
  },
  { name: "dead-letters", dependencies: ["metrics"] },
);
