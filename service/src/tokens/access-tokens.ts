import { randomUUID } from "node:crypto";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import type { SigningKey } from "../config";
import { type JwtKey, jwtKey, openJwt, signJwt } from "./jwt";
import { SigningKeys } from "./signing-keys";

/** Who an access token speaks for. */
export interface Principal {
  readonly userId: string;
  readonly sessionId: string;
  readonly tokenId: string;
  /** See `familyId`; tokens from before it was told lack it. */
  readonly family?: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

/** What a token is issued for. */
export type Bearer = Required<Pick<Principal, "userId" | "sessionId" | "family">>;

/** A new access token. Times are seconds since the epoch. */
export interface IssuedToken {
  readonly token: string;
  readonly tokenId: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** How access tokens are made. */
export interface AccessTokenSettings {
  readonly issuer: string;
  readonly accessTtlSeconds: number;
  readonly signingKeys: readonly SigningKey[];
}

const claims = Compile(
  Type.Object({
    iss: Type.String(),
    aud: Type.String(),
    sub: Type.String(),
    sid: Type.String(),
    fam: Type.Optional(Type.String()),
    jti: Type.String(),
    iat: Type.Integer(),
    exp: Type.Integer(),
  }),
);

/** Issues and verifies access tokens: JWTs as in RFC 9068, signed with Ed25519. */
export class AccessTokens {
  readonly #settings: AccessTokenSettings;
  readonly #keys: SigningKeys;
  /** By `kid`. */
  readonly #pairs: ReadonlyMap<unknown, JwtKey>;

  constructor(settings: AccessTokenSettings) {
    const { signingKeys, accessTtlSeconds } = settings;
    this.#settings = settings;
    this.#keys = new SigningKeys(signingKeys, accessTtlSeconds);
    this.#pairs = new Map(signingKeys.map((key) => [key.kid, jwtKey(key)]));
  }

  /** The public keys, as clients get them now (RFC 7517): those to come and those that are going included. */
  get jwks(): { readonly keys: ReturnType<typeof toPublic>[] } {
    return { keys: this.#keys.verifyingAt(nowInSeconds()).map(toPublic) };
  }

  /** A new token for a session, which it does not outlive. */
  issue(bearer: Bearer, sessionEndsAt = Number.POSITIVE_INFINITY): IssuedToken {
    const { userId: sub, sessionId: sid, family: fam } = bearer;
    const { issuer: iss, accessTtlSeconds } = this.#settings;
    const iat = nowInSeconds();
    const exp = Math.min(iat + accessTtlSeconds, sessionEndsAt);
    const jti = randomUUID();
    const key = this.#pairOf(this.#keys.signingAt(iat));
    const token = signJwt({ sid, fam, iss, aud: iss, sub, jti, iat, exp }, key);
    return { token, tokenId: jti, issuedAt: iat, expiresAt: exp };
  }

  /**
   * Whom a token speaks for; undefined when it is not one of ours or has expired, or would have if it had been issued
   * with today's lifetime. Asks no blacklist.
   */
  verify(token: string): Principal | undefined {
    const { issuer, accessTtlSeconds } = this.#settings;
    const now = nowInSeconds();
    const found = openJwt(token, (kid) => this.#verifyingKey(kid, now));
    if (!claims.Check(found) || found.iss !== issuer || found.aud !== issuer) return undefined;
    if (Math.min(found.exp, found.iat + accessTtlSeconds) <= now) return undefined;
    const { sub: userId, sid: sessionId, jti: tokenId, exp: expiresAt, fam: family } = found;
    return { userId, sessionId, tokenId, expiresAt, ...(family !== undefined && { family }) };
  }

  #verifyingKey(kid: unknown, now: number): JwtKey | undefined {
    const key = this.#keys.verifyingAt(now).find((candidate) => candidate.kid === kid);
    return key && this.#pairOf(key);
  }

  #pairOf({ kid }: SigningKey): JwtKey {
    const pair = this.#pairs.get(kid);
    if (pair === undefined) throw new Error(`There is no signing key ${kid}`);
    return pair;
  }
}

function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

function toPublic({ kty, crv, x, kid }: SigningKey) {
  return { kty, crv, x, kid, alg: "EdDSA", use: "sig" } as const;
}
