/** An error reply, as ioredis has it. */
export interface ErrorReply extends Error {
  readonly name: "ReplyError";
}

export function isErrorReply(error: unknown): error is ErrorReply {
  return error instanceof Error && error.name === "ReplyError";
}

/** The reply without what it quotes: that is taken from the command, so addresses, names and hashes can be in it. */
export function withoutQuotes({ message }: ErrorReply): string {
  return message.replace(/['"`].*['"`]/s, "…");
}
