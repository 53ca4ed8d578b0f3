import { JetStreamError } from "./jetstream";

/** Refusals that are answers to something. https://github.com/nats-io/nats-server/blob/main/server/errors.json */
export const errorCodes = {
  consumerCannotBe: 10_012,
  consumerNotFound: 10_014,
  mirrorNotUpdatable: 10_055,
  streamNameInUse: 10_058,
  streamNotFound: 10_059,
  consumerExists: 10_148,
} as const;

/** Whether JetStream refused for one of these reasons. */
export function hasCode(error: unknown, ...codes: readonly number[]): error is JetStreamError {
  return error instanceof JetStreamError && codes.includes(error.errCode);
}

/** Whether JetStream says that there is no such stream or consumer. */
export function isMissing(error: unknown): boolean {
  return hasCode(error, errorCodes.streamNotFound, errorCodes.consumerNotFound);
}
