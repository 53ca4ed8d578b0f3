import { WorkQueue } from "./work-queue";

/**
 * Two are as many as a replica with two cores can check at once. Who waits beyond that many is answered at once: people
 * don't log in fifty times in a second.
 */
const limits = { running: 2, shares: { attempt: { waiting: 50, weight: 1 } } } as const;

/**
 * Lets those who try passwords of one account from one client take turns, so that passwords which are right don't have
 * to be refused for want of knowing, and none of them takes the places of others in the queue for hashing.
 */
export class AttemptTurns {
  readonly #queues = new Map<string, WorkQueue<"attempt">>();

  /** Runs the job when its turn comes. Throws QueueFullError and AbandonedError. */
  async run<T>(who: string, job: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const queue = this.#queues.get(who) ?? new WorkQueue(limits);
    this.#queues.set(who, queue);
    try {
      return await queue.run("attempt", job, signal);
    } finally {
      if (queue.isIdle) this.#queues.delete(who);
    }
  }
}
