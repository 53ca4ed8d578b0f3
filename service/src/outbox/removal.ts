import { batchSize } from "./reader";

/** Ids that one script can take: Lua unpacks no more than some thousands at once. */
const mostAtOnce = 1_000;

/** How entries are removed. */
export interface RemovalParts {
  /** Removes entries; false when this replica may no longer change the outbox. */
  readonly remove: (streamIds: readonly string[]) => Promise<boolean>;
  /** Waits until more have come together, or not at all when there is no time. */
  readonly gather: () => Promise<void>;
  /** So many were removed. */
  readonly removed: (count: number) => void;
  /** It can't go on, because of this error or because it may not. */
  readonly failed: (error?: unknown) => void;
}

/** Removes what has been published from the outbox, together with what is acknowledged at about the same time. */
export class Removal {
  #ids: string[] = [];
  #work: Promise<void> | undefined;

  constructor(private readonly parts: RemovalParts) {}

  add(streamId: string): void {
    this.#ids.push(streamId);
    this.#work ??= this.#run();
  }

  /** Resolves when nothing is left to remove, or it has failed. */
  async done(): Promise<void> {
    await this.#work;
  }

  async #run(): Promise<void> {
    try {
      while (this.#ids.length > 0) {
        if (this.#ids.length < batchSize) await this.parts.gather();
        const ids = this.#ids.splice(0, mostAtOnce);
        if (!(await this.parts.remove(ids))) return this.parts.failed();
        this.parts.removed(ids.length);
      }
      this.#work = undefined;
    } catch (error) {
      this.parts.failed(error);
    }
  }
}
