import type { FastifyInstance } from "fastify";
import { AbandonedError, QueueFullError } from "../../passwords/work-queue";
import { ProblemError } from "../../problems/problem-error";

/** Runs password work; when too much of it waits, or nobody waits for it any more, the request ends with 503. */
export async function passwordWork<T>(app: FastifyInstance, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof QueueFullError
      ? new ProblemError("overloaded", { cause: error })
      : countAbandoned(app, error);
  }
}

/** The error, or what a request ends with whose client has gone: the log has it, nobody gets it. */
export function countAbandoned(app: FastifyInstance, error: unknown): unknown {
  if (!(error instanceof AbandonedError)) return error;
  app.metrics.passwordsAbandoned.inc();
  return new ProblemError("overloaded", { cause: error });
}
