import { randomUUID } from "node:crypto";
import { createLocalJWKSet, errors, jwtVerify, SignJWT } from "jose";
import type { SigningKey } from "../config";
import { SigningKeys } from "./signing-keys";

/** Who an access token speaks for. */
export interface Principal {
  readonly userId: string;
  readonly sessionId: string;
  readonly tokenId: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

/** How access tokens are made. */
export interface AccessTokenSettings {
  readonly issuer: string;
  readonly accessTtlSeconds: number;
  readonly signingKeys: readonly SigningKey[];
}

const algorithm = "EdDSA";
const type = "at+jwt";

/** Issues and verifies access tokens: JWTs as in RFC 9068, signed with Ed25519. */
export class AccessTokens {
  readonly #settings: AccessTokenSettings;
  readonly #keys: SigningKeys;
  readonly #publicKeys: ReturnType<typeof createLocalJWKSet>;

  constructor(settings: AccessTokenSettings) {
    const { signingKeys, accessTtlSeconds } = settings;
    this.#settings = settings;
    this.#keys = new SigningKeys(signingKeys, accessTtlSeconds);
    this.#publicKeys = createLocalJWKSet({ keys: signingKeys.map(toPublic) });
  }

  /** The public keys, as clients get them now (RFC 7517): those to come and those that are going included. */
  get jwks(): { readonly keys: ReturnType<typeof toPublic>[] } {
    return { keys: this.#keys.verifyingAt(nowInSeconds()).map(toPublic) };
  }

  /** Seconds for which a new token is valid. */
  get ttlSeconds(): number {
    return this.#settings.accessTtlSeconds;
  }

  /** A new token for a session. */
  async issue(userId: string, sessionId: string): Promise<string> {
    const { issuer, accessTtlSeconds } = this.#settings;
    const now = nowInSeconds();
    const key = this.#keys.signingAt(now);
    return new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: algorithm, typ: type, kid: key.kid })
      .setIssuer(issuer)
      .setAudience(issuer)
      .setSubject(userId)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(now + accessTtlSeconds)
      .sign(key);
  }

  /** Whom a token speaks for; undefined when it is not one of ours or has expired. Asks no blacklist. */
  async verify(token: string): Promise<Principal | undefined> {
    const { issuer } = this.#settings;
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.#publicKeys, {
        algorithms: [algorithm],
        typ: type,
        issuer,
        audience: issuer,
        requiredClaims: ["sub", "jti", "iat", "exp", "sid"],
      });
      if (!this.#verifies(protectedHeader.kid)) return undefined;
      const { sub = "", jti = "", exp = 0, sid } = payload;
      return { userId: sub, sessionId: String(sid), tokenId: jti, expiresAt: exp };
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  #verifies(kid: string | undefined): boolean {
    return this.#keys.verifyingAt(nowInSeconds()).some((key) => key.kid === kid);
  }
}

function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

function toPublic({ kty, crv, x, kid }: SigningKey) {
  return { kty, crv, x, kid, alg: algorithm, use: "sig" } as const;
}
