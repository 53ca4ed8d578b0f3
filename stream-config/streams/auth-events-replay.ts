import type { StreamDefinition } from "./stream";

/**
 * Events that one consumer is given again, one subject per consumer. Full, it refuses more: what an operator sends must
 * not push out what has not been read.
 */
export const authEventsReplay = {
  name: "auth-events-replay",
  description: "Events that one consumer is given again",
  holds: "copies",
  subjects: ["auth.replay.*"],
  retention: "limits",
  storage: "file",
  discard: "new",
  maxAge: "1d",
  maxMessages: 100_000,
  maxBytes: "100MB",
  replicas: 3,
  duplicateWindow: "1h",
  allowDirect: true,
} as const satisfies StreamDefinition;

/** The subject of what a consumer is given again. */
export function replaySubject<Consumer extends string>(consumer: Consumer): `auth.replay.${Consumer}` {
  return `auth.replay.${consumer}`;
}
