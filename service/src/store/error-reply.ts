import type { ErrorReply } from "../log";

/**
 * What an error reply of Redis means for a request. `unavailable`: the server's state, which ends by itself or by an
 * operator, so 503. `fault`: the command or the data is wrong, which is our mistake, so 500.
 */
export type ReplyMeaning = "unavailable" | "fault";

/**
 * Error replies by their first word; what is not here is a fault. MOVED and ASK come from a cluster that is being
 * rearranged, or from one that is not meant to be one. https://redis.io/docs/latest/develop/reference/protocol-spec/
 */
export const replyMeanings: Readonly<Record<string, ReplyMeaning>> = {
  ASK: "unavailable",
  BUSY: "unavailable",
  CLUSTERDOWN: "unavailable",
  CROSSSLOT: "fault",
  ERR: "fault",
  EXECABORT: "fault",
  LOADING: "unavailable",
  MASTERDOWN: "unavailable",
  MISCONF: "unavailable",
  MOVED: "unavailable",
  NOAUTH: "unavailable",
  NOPERM: "unavailable",
  NOREPLICAS: "unavailable",
  NOSCRIPT: "fault",
  OOM: "unavailable",
  READONLY: "unavailable",
  TRYAGAIN: "unavailable",
  UNKILLABLE: "unavailable",
  WRONGPASS: "unavailable",
  WRONGTYPE: "fault",
};

export function meaningOf({ message }: ErrorReply): ReplyMeaning {
  const [word = ""] = message.split(" ", 1);
  return replyMeanings[word] ?? "fault";
}
