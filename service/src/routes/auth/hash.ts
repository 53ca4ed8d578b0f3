import { QueueFullError } from "../../passwords/work-queue";
import { ProblemError } from "../../problems/problem-error";

/** Runs password work; when too much of it waits, the request ends with 503. */
export async function passwordWork<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof QueueFullError ? new ProblemError("overloaded", { cause: error }) : error;
  }
}
