import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { typeScript } from "../../lib/typescript";
import type { Done, Job } from "./driver/job";

/** The process that sends requests. It has one of its own, so that what it costs is told apart. */
export class Driver {
  readonly #child: ChildProcess;
  readonly #exited: Promise<never>;

  constructor() {
    this.#child = fork(join(__dirname, "driver/main.ts"), { execArgv: [...typeScript] });
    this.#exited = once(this.#child, "exit").then(([status]) => {
      throw new Error(`The driver ended with status ${status}`);
    });
    this.#exited.catch(() => undefined);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Does a job and resolves with what came of it. */
  async do(job: Job): Promise<Done> {
    const answered = once(this.#child, "message");
    this.#child.send(job);
    const [done] = await Promise.race([answered, this.#exited]);
    return done;
  }

  stop(): void {
    this.#child.kill();
  }
}
