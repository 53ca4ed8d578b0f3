import { randomUUID } from "node:crypto";
import { createLocalJWKSet, errors, importJWK, type JSONWebKeySet, jwtVerify, SignJWT } from "jose";
import type { SigningKey } from "../config";

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
  readonly #publicKeys: ReturnType<typeof createLocalJWKSet>;
  readonly #privateKey: ReturnType<typeof importJWK>;

  /** The public keys, as clients get them (RFC 7517). */
  readonly jwks: JSONWebKeySet;

  constructor(settings: AccessTokenSettings) {
    const [signingKey] = settings.signingKeys;
    if (signingKey === undefined) throw new Error("There is no signing key");
    this.#settings = settings;
    this.jwks = { keys: settings.signingKeys.map(toPublic) };
    this.#publicKeys = createLocalJWKSet(this.jwks);
    this.#privateKey = importJWK(signingKey, algorithm);
  }

  /** Seconds for which a new token is valid. */
  get ttlSeconds(): number {
    return this.#settings.accessTtlSeconds;
  }

  /** A new token for a session. */
  async issue(userId: string, sessionId: string): Promise<string> {
    const { issuer, accessTtlSeconds, signingKeys } = this.#settings;
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: algorithm, typ: type, kid: signingKeys[0]?.kid ?? "" })
      .setIssuer(issuer)
      .setAudience(issuer)
      .setSubject(userId)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(now + accessTtlSeconds)
      .sign(await this.#privateKey);
  }

  /** Whom a token speaks for; undefined when it is not one of ours or has expired. Asks no blacklist. */
  async verify(token: string): Promise<Principal | undefined> {
    const { issuer } = this.#settings;
    try {
      const { payload } = await jwtVerify(token, this.#publicKeys, {
        algorithms: [algorithm],
        typ: type,
        issuer,
        audience: issuer,
        requiredClaims: ["sub", "jti", "iat", "exp", "sid"],
      });
      const { sub = "", jti = "", exp = 0, sid } = payload;
      return { userId: sub, sessionId: String(sid), tokenId: jti, expiresAt: exp };
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}

function toPublic({ kty, crv, x, kid }: SigningKey) {
  return { kty, crv, x, kid, alg: algorithm, use: "sig" };
}
