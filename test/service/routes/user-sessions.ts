import type { FastifyInstance } from "fastify";
import { expect } from "vitest";
import { keys } from "../../../service/src/store/keys";
import { decodeRefreshToken, refreshTokenHashes } from "../../../service/src/tokens/refresh-token";
import { bearer, login, newUser, openSession } from "../support";

/** A user with two sessions, the older one first. */
export async function twoSessions(within: FastifyInstance) {
  const user = newUser();
  const older = await openSession(within, user);
  const newer = await login(within, user);
  return { user, userId: older.userId, older, newer };
}

/** A session in that list. */
export interface ListedSession {
  readonly id: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly current: boolean;
  readonly lastUsedAt?: string;
  readonly ip?: string;
  readonly userAgent?: string;
}

/** What GET /auth/sessions tells. */
export async function list(app: FastifyInstance, accessToken: string): Promise<ListedSession[]> {
  const response = await app.inject({ url: "/auth/sessions", headers: bearer(accessToken) });
  expect(response.statusCode).toBe(200);
  return response.json().sessions;
}

/** 200 as long as the access token is good. */
export async function statusOf(app: FastifyInstance, accessToken: string): Promise<number> {
  return (await app.inject({ url: "/auth/me", headers: bearer(accessToken) })).statusCode;
}

/** Whom an access token says that it is for, and until when (seconds since the epoch). */
export function claimsOf(accessToken: string): { jti: string; sid: string; iat: number; exp: number } {
  return JSON.parse(Buffer.from(accessToken.split(".")[1]!, "base64url").toString());
}

/** Key of the answer that is kept for a repeat of a refresh. */
export function answerKey(refreshToken: string): string {
  return keys.refreshAnswer(refreshTokenHashes(decodeRefreshToken(refreshToken)!).tokenHash);
}
