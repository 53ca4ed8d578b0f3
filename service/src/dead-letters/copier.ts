import type { FastifyBaseLogger } from "fastify";
import { deadLetterSubject, ownerOf } from "../../../stream-config";
import { eventIdOf } from "../../consumer/src/headers";
import { ack, nak, type Outcome, term } from "../../consumer/src/outcome";
import { readStored, type StoredMessage } from "../../consumer/src/stored";
import type { Metrics } from "../metrics";
import type { JsMsg, NatsConnection } from "../nats/client";
import { type Advisory, parseAdvisory } from "./advisory";
import { letterOf } from "./letter";

/** What the copier works with. */
export interface CopierParts {
  /** Of the user `dead-letters`. */
  readonly connection: NatsConnection;
  readonly apiPrefix: string;
  readonly log: FastifyBaseLogger;
  readonly copied: Metrics["deadLetters"];
}

const retryMilliseconds = 5_000;
/** A replica that is behind may not have a message yet that another has delivered. */
const lag = { milliseconds: 250, tries: 4 } as const;

/** Copies the messages that advisories are about to the dead letters. An advisory that comes twice makes one letter. */
export class Copier {
  constructor(private readonly parts: CopierParts) {}

  /** Deals with one advisory. What fails for now is tried again. */
  async copy(message: JsMsg): Promise<Outcome> {
    const advisory = parseAdvisory(message.string());
    if (advisory === undefined) return term("not an advisory about a message");
    try {
      const { stream, stream_seq: seq } = advisory;
      const found = await readStored({ ...this.parts, stream }, { seq });
      if (found === undefined && message.info.deliveryCount < lag.tries) return nak(lag.milliseconds);
      await this.#publish(advisory, found);
      return ack;
    } catch (error) {
      this.parts.log.warn({ err: error, consumer: advisory.consumer }, "Dead letter can't be copied yet");
      return nak(retryMilliseconds);
    }
  }

  async #publish(advisory: Advisory, message: StoredMessage | undefined): Promise<void> {
    const { body, headers } = letterOf(advisory, message);
    const { stream, stream_seq: sequence, deliveries } = advisory;
    const consumer = ownerOf(advisory.consumer);
    const msgID = `${stream} ${sequence} ${advisory.consumer}`;
    const { connection, copied, log } = this.parts;
    const ack = await connection.jetstream().publish(deadLetterSubject(consumer), body, { headers, msgID });
    if (ack.duplicate) return;
    copied.inc({ consumer });
    const eventId = eventIdOf(message?.headers);
    log.error({ consumer, stream, sequence, deliveries, eventId }, "Event became a dead letter");
  }
}
