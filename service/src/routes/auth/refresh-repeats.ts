import type { FastifyInstance, FastifyRequest } from "fastify";
import { type EventSource, publishUserLoggedOut } from "../../events";
import { clientAddress, networkOf } from "../../http/client-address";
import type { RefreshToken } from "../../tokens/refresh-token";

/** A refresh token that was presented again, and how it was answered. */
export interface Repeat {
  readonly answer: "same" | "new";
  /** Where it was presented first, as far as that is known. */
  readonly firstNetwork: string | undefined;
}

/** Counts it; from another network it may be somebody else who repeats it. */
export function noteRepeat(
  app: FastifyInstance,
  request: FastifyRequest,
  { userId, sessionId }: RefreshToken,
  { answer, firstNetwork }: Repeat,
): void {
  const network = networkOf(clientAddress(request));
  const isOther = Boolean(firstNetwork) && firstNetwork !== network;
  app.metrics.refreshRepeats.inc({ answer, network: isOther ? "other" : "same" });
  if (!isOther) return;
  request.log.warn(
    { userId, sessionId, answer, network, firstNetwork },
    "A refresh token was repeated from another network than the first",
  );
}

/** Somebody has a copy of the token: its user or a thief may hold the next one (RFC 9700, section 4.14.2). */
export async function endReused(
  app: FastifyInstance,
  events: EventSource,
  { userId, sessionId }: RefreshToken,
): Promise<void> {
  const data = {
    userId,
    sessionId,
    timestamp: new Date().toISOString(),
    reason: "refresh-token-reused",
  } as const;
  const outcome = await publishUserLoggedOut(events, data, (event) =>
    app.userSessions.revoke({ userId, sessionId }, event),
  );
  if (outcome === "unknown") return;
  app.metrics.refreshReuse.inc();
  app.log.warn({ userId, sessionId }, "A refresh token was used again; its session was ended");
}
