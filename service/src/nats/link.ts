import { EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyBaseLogger } from "fastify";
import { Trouble } from "../log";
import { connect, type JetStreamClient, type JetStreamManager, type NatsConnection } from "./client";
import { type MessagingOn, natsOptions } from "./options";
import { watchStatus } from "./status";
import { awaitStream } from "./stream-check";

/** A connection and what is used of it. */
export interface Connected {
  readonly connection: NatsConnection;
  readonly jetstream: JetStreamClient;
  readonly jetstreamManager: JetStreamManager;
}

const retryMilliseconds = 1_000;

/**
 * The connection to NATS, made in the background and made again for ever: also when the client has given up, as it
 * does after two refused logins (the service's user may come with the next reload of the server).
 */
export class NatsLink {
  readonly #stop = new AbortController();
  readonly #changes = new EventEmitter();
  #current: Connected | undefined;
  #isUp = false;
  #timesUp = 0;
  /** Attempts go on every second. */
  readonly #trouble = new Trouble((reason) =>
    this.log.warn(
      { reason, servers: this.config.servers },
      "NATS is not reachable; events wait in the outbox",
    ),
  );

  constructor(
    private readonly config: MessagingOn,
    private readonly log: FastifyBaseLogger,
  ) {
    this.#changes.setMaxListeners(0);
  }

  /** The connection since it was first made, also while it is interrupted. */
  get current(): Connected | undefined {
    return this.#current;
  }

  /** Whether the connection works now, as far as we know. */
  get isConnected(): boolean {
    return this.#isUp;
  }

  start(): void {
    void this.#keepConnected();
  }

  /** Resolves when connected, or rejects when the signal is aborted. */
  async whenConnected(signal: AbortSignal): Promise<void> {
    if (!this.#isUp) await once(this.#changes, "up", { signal });
  }

  /** An attempt to connect that is under way is not waited for. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#current?.connection.close();
  }

  async #keepConnected(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#use(await connect(natsOptions(this.config)));
      } catch (error) {
        this.#trouble.tell(error);
      }
      await sleep(retryMilliseconds, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  /** Resolves when the connection is closed for good. */
  async #use(connection: NatsConnection): Promise<void> {
    if (this.#stop.signal.aborted) return connection.close();
    const jetstreamManager = await connection.jetstreamManager({ checkAPI: false });
    this.#current = { connection, jetstream: connection.jetstream(), jetstreamManager };
    void watchStatus(connection, this.log, (isUp) => this.#setUp(isUp, jetstreamManager));
    this.log.info({ server: connection.getServer() }, "NATS connected successfully");
    this.#setUp(true, jetstreamManager);
    const error = await connection.closed();
    this.#setUp(false, jetstreamManager);
    if (error) throw error;
  }

  #setUp(isUp: boolean, jetstreamManager: JetStreamManager): void {
    this.#isUp = isUp;
    if (!isUp) return;
    this.#trouble.over();
    this.#timesUp += 1;
    this.#changes.emit("up");
    const time = this.#timesUp;
    void awaitStream(jetstreamManager, this.log, () => this.#isUp && this.#timesUp === time);
  }
}
