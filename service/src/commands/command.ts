import { Redis } from "ioredis";
import pino, { type DestinationStream, type Logger } from "pino";
import { type Config, readConfig } from "../config";
import { createLoggers, isErrorReply, messageOf } from "../log";
import { redisOptions } from "../plugins/redis";
import { meaningOf } from "../store/error-reply";
import { attempt, StoreUnavailableError } from "../store/errors";

/** What commands of operators share. They run in a container of the service, with its environment. */

/** Does the work with the service's Redis and configuration; a failure is told and ends the command with exit code 1. */
export async function withRedis(work: (redis: Redis, config: Config) => Promise<void>): Promise<void> {
  const config = readConfig();
  const redis = new Redis({ ...redisOptions(config.redis), lazyConnect: true });
  redis.on("error", () => undefined);
  try {
    await attempt(() => redis.connect());
    await work(redis, config);
  } catch (error) {
    fail(describeFailure(error, redis));
  } finally {
    redis.disconnect();
  }
}

/** What failed: Redis, the command that it was given, or something else, which nobody foresaw and so shows its stack. */
export function describeFailure(error: unknown, { status }: Pick<Redis, "status">): string {
  if (error instanceof StoreUnavailableError) return error.message;
  if (isErrorReply(error) && meaningOf(error) === "fault") {
    return `Redis refused a command: ${messageOf(error)}. Its data are not the service's, or this is a mistake of the service.`;
  }
  if (isErrorReply(error) || status !== "ready") return new StoreUnavailableError(error).message;
  return `The command failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

/**
 * Where a command says what it has changed. What it prints in a container is kept nowhere, so the image names the log of
 * its service beside it.
 */
export function auditLog(): Logger {
  const streams = [1, process.env.AUDIT_LOG ?? []].flat().flatMap(openLog);
  return createLoggers("info", pino.multistream(streams.map((stream) => ({ stream })))).log;
}

function openLog(dest: string | number): DestinationStream[] {
  try {
    return [pino.destination({ dest, append: true, sync: true })];
  } catch (error) {
    console.error(`The log ${dest} can't be written: ${(error as NodeJS.ErrnoException).code}`);
    return [];
  }
}

/** Says why the command failed. */
export function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
