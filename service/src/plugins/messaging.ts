import fastifyPlugin from "fastify-plugin";
import type { EventEnvelope } from "../../../stream-config";
import {
  type Codec,
  type JetStreamClient,
  type JetStreamManager,
  JSONCodec,
  type NatsConnection,
} from "../nats/client";
import { NatsLink } from "../nats/link";
import { measureNats } from "../nats/metrics";
import type { MessagingOn } from "../nats/options";
import { Relay } from "../outbox/relay";
import { OutboxReport } from "../outbox/report";

declare module "fastify" {
  interface FastifyInstance {
    /** Undefined until first connected, and where messaging is off; so are the other three. */
    readonly nats: NatsConnection | undefined;
    readonly natsCodec: Codec<EventEnvelope> | undefined;
    readonly jetstream: JetStreamClient | undefined;
    readonly jetstreamManager: JetStreamManager | undefined;
    readonly natsLink: NatsLink | undefined;
  }
}

/** Connects to NATS in the background and relays the outbox. Loaded only where messaging is on. */
export const messagingPlugin = fastifyPlugin<{ readonly messaging: MessagingOn }>(
  async (app, { messaging }) => {
    const link = new NatsLink(messaging, app.log);
    const { eventLog, metrics, tracePublish, config } = app;
    const report = new OutboxReport({
      log: eventLog,
      metrics,
      personalData: config.logPersonalData,
      trace: tracePublish,
    });
    const relay = new Relay({ redis: app.redis, link, log: app.log, report });
    app.decorate("natsLink", link);
    app.decorate("natsCodec", JSONCodec<EventEnvelope>());
    app.decorate("nats", { getter: () => link.current?.connection });
    app.decorate("jetstream", { getter: () => link.current?.jetstream });
    app.decorate("jetstreamManager", { getter: () => link.current?.jetstreamManager });
    const { contract } = messaging;
    measureNats(app.metrics.registry, { link, relay, contract, published: metrics.eventsPublished });
    app.addHook("onReady", async () => {
      link.start();
      relay.start();
    });
    app.addHook("onClose", async () => {
      await relay.stop();
      await link.close();
    });
  },
  { name: "messaging", dependencies: ["redis", "metrics"] },
);
