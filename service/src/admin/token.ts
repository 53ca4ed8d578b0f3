import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { ProblemError } from "../problems/problem-error";

/** An onRequest hook that lets callers with this bearer token pass (RFC 6750). */
export function demandToken(token: string): (request: FastifyRequest) => Promise<void> {
  const wanted = hash(token);
  return async ({ headers: { authorization = "" } }) => {
    const [, given] = /^Bearer (\S+)$/i.exec(authorization) ?? [];
    if (given === undefined) throw refusal("missing-token", "Bearer");
    if (!timingSafeEqual(hash(given), wanted)) throw refusal("invalid-token", 'Bearer error="invalid_token"');
  };
}

/** Hashes have one length, which a comparison in constant time needs. */
function hash(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

function refusal(problem: "missing-token" | "invalid-token", challenge: string): ProblemError {
  return new ProblemError(problem, { headers: { "www-authenticate": challenge } });
}
