import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyBaseLogger } from "fastify";
import { connectionSettings, deadLetters, deadLettersUser } from "../../../stream-config";
import { Puller } from "../../consumer/src/puller";
import { Trouble } from "../log";
import type { Metrics } from "../metrics";
import { type ConnectionOptions, connect, type NatsConnection } from "../nats/client";
import { Copier } from "./copier";

/** What the worker works with. */
export interface WorkerParts {
  /** Of the user `dead-letters`. */
  readonly connect: ConnectionOptions;
  readonly log: FastifyBaseLogger;
  readonly copied: Metrics["deadLetters"];
}

const concurrency = 16;
const retryMilliseconds = 1_000;
const { apiPrefix, inboxPrefix } = connectionSettings(deadLettersUser);

/** Copies what consumers gave up to the dead letters, for as long as it runs. It connects in the background, for ever. */
export class DeadLetterWorker {
  readonly #stop = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  /** Tries go on every second. */
  readonly #trouble = new Trouble((reason) => this.parts.log.warn({ reason }, "Dead letters wait"));

  constructor(private readonly parts: WorkerParts) {}

  start(): void {
    this.#loop = this.#run();
  }

  /** Ends after the letters in work. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#use(await connect(this.parts.connect));
      } catch (error) {
        this.#report(error);
      }
      await sleep(retryMilliseconds, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Resolves when it is time to stop, or rejects when the connection is closed for good. */
  async #use(connection: NatsConnection): Promise<void> {
    const { log, copied } = this.parts;
    const copier = new Copier({ connection, apiPrefix, log, copied });
    const { stream, name: durable } = deadLetters;
    const handle = copier.copy.bind(copier);
    const onTrouble = this.#report.bind(this);
    const source = { connection, apiPrefix, inboxPrefix, stream, durable };
    const puller = new Puller({ ...source, concurrency, handle, onTrouble });
    puller.start();
    const error = await Promise.race([connection.closed(), this.#stopped()]);
    await puller.stop();
    await connection.close();
    if (error) throw error;
  }

  async #stopped(): Promise<void> {
    const { signal } = this.#stop;
    if (!signal.aborted) await once(signal, "abort");
  }

  #report(error: unknown): void {
    if (!this.#stop.signal.aborted) this.#trouble.tell(error);
  }
}
