import { authServiceUser, connectionSettings, liveness, type UserDefinition } from "../../../stream-config";
import type { MessagingConfig } from "../config";
import { type ConnectionOptions, nkeyAuthenticator } from "./client";

/** NATS is in use. */
export type MessagingOn = Extract<MessagingConfig, { kind: "on" }>;

/**
 * Options for a connection that reconnects for ever, half a second apart, and notices a dead server within 20 s. The seed is
 * that of the user.
 */
export function natsOptions(
  { servers, seed, tls }: MessagingOn,
  user: UserDefinition = authServiceUser,
): ConnectionOptions {
  const { name, inboxPrefix } = connectionSettings(user);
  return {
    ...liveness,
    servers: [...servers],
    name,
    inboxPrefix,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    reconnectJitter: 100,
    reconnectJitterTLS: 250,
    noAsyncTraces: true,
    ...(tls && { tls }),
  };
}
