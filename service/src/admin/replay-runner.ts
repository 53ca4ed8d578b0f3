import type { FastifyInstance } from "fastify";
import { connectionSettings, operatorUser } from "../../../stream-config";
import type { Operator } from "../../replay/reader";
import { type Replay, runReplay } from "../../replay/replay";
import type { ReplaysConfig } from "../config";
import { connect } from "../nats/client";
import { type MessagingOn, natsOptions } from "../nats/options";

const { apiPrefix } = connectionSettings(operatorUser);

/** What replays are made with. */
export interface ReplaysOptions {
  readonly app: FastifyInstance;
  readonly messaging: MessagingOn;
  readonly replays: ReplaysConfig;
}

/** Makes replays, one at a time, each on a connection of its own as the user `operator`. */
export class ReplayRunner {
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(private readonly options: ReplaysOptions) {}

  /** Does the work as `operator`. Rejects as the work does, or with NatsError. */
  async withOperator<Result>(work: (operator: Operator) => Promise<Result>): Promise<Result> {
    const { messaging, replays } = this.options;
    const connection = await connect(natsOptions({ ...messaging, seed: replays.seed }, operatorUser));
    try {
      return await work({ connection, apiPrefix });
    } finally {
      await connection.close();
    }
  }

  /** Begins the replay, unless one is under way. The log tells who began it, and how it ended. */
  start(replay: Replay, caller: string): boolean {
    if (this.#running !== undefined) return false;
    this.#running = this.#run(replay, caller).finally(() => {
      this.#running = undefined;
    });
    return true;
  }

  /** Breaks a replay off that is under way. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error("the service shuts down"));
    await this.#running;
  }

  async #run(replay: Replay, caller: string): Promise<void> {
    const { recipient, ...told } = replay;
    const log = this.options.app.log.child({ ...told, consumer: recipient.name, caller });
    log.warn("Replay begins");
    try {
      await this.withOperator((operator) => runReplay(operator, replay, this.#stop.signal));
      log.warn("Replay ended");
    } catch (error) {
      log.error({ err: error }, "Replay failed");
    }
  }
}
