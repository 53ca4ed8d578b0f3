import { isErrorReply, messageOf } from "../log";
import { meaningOf } from "./error-reply";

/** Redis can't be reached or can't serve now. Nothing is known about whether the command took effect. */
export class StoreUnavailableError extends Error {
  override readonly name: string = "StoreUnavailableError";

  constructor(override readonly cause: unknown) {
    super(`Redis can't serve: ${messageOf(cause)}`, { cause });
  }
}

/** Runs Redis commands; what is Redis's state rather than our mistake throws StoreUnavailableError. */
export async function attempt<T>(commands: () => Promise<T>): Promise<T> {
  try {
    return await commands();
  } catch (error) {
    if (isErrorReply(error) && meaningOf(error) === "fault") throw error;
    throw new StoreUnavailableError(error);
  }
}
