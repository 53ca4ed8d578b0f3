import { messageOf } from "../trouble";

/** Redis can't be reached or can't serve now. Nothing is known about whether the command took effect. */
export class StoreUnavailableError extends Error {
  override readonly name = "StoreUnavailableError";

  constructor(override readonly cause: unknown) {
    super(`Redis can't serve: ${messageOf(cause)}`, { cause });
  }
}

/** Error replies that end by themselves or by an operator. https://redis.io/docs/latest/develop/reference/protocol-spec/ */
const passing =
  /^(LOADING|READONLY|OOM|MISCONF|MASTERDOWN|BUSY|NOREPLICAS|NOAUTH|WRONGPASS|NOPERM|TRYAGAIN)\b/;

/** Runs Redis commands; what is Redis's state rather than our mistake throws StoreUnavailableError. */
export async function attempt<T>(commands: () => Promise<T>): Promise<T> {
  try {
    return await commands();
  } catch (error) {
    const isReply = error instanceof Error && error.name === "ReplyError";
    if (isReply && !passing.test(error.message)) throw error;
    throw new StoreUnavailableError(error);
  }
}
