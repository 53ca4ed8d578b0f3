import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import type { SigningKey } from "../config";

const algorithm = "EdDSA";
const type = "at+jwt";

/** A signing key, ready for use. */
export interface JwtKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** Encoded header of every token that the key signs. */
  readonly header: string;
}

/** Reads a key pair. Throws when it is none. */
export function jwtKey({ kty, crv, x, d, kid }: SigningKey): JwtKey {
  const privateKey = createPrivateKey({ key: { kty, crv, x, d }, format: "jwk" });
  const header = encode({ alg: algorithm, typ: type, kid });
  return { privateKey, publicKey: createPublicKey(privateKey), header };
}

/**
 * A JWT (RFC 7519) in compact form, of type `at+jwt` (RFC 9068), signed with Ed25519 (RFC 8037).
 *
 * Synchronous, as `openJwt` is: the asynchronous functions hand each signature to libuv's threads, where it waits behind
 * passwords, and handing it over costs up to half of the signature's own time again (docs/performance.md).
 */
export function signJwt(claims: object, { header, privateKey }: JwtKey): string {
  const signed = `${header}.${encode(claims)}`;
  return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString("base64url")}`;
}

/**
 * The claims of a JWT of this type and algorithm, signed with the key that its header names; undefined when it is none.
 * Whether they hold is not looked at.
 */
export function openJwt(token: string, keyOf: (kid: unknown) => JwtKey | undefined): unknown {
  const [header = "", payload = "", signature = "", ...more] = token.split(".");
  const { alg, typ, kid, crit } = (decode(header) ?? {}) as Record<string, unknown>;
  const isOurs = alg === algorithm && typ === type && crit === undefined && more.length === 0;
  const key = isOurs ? keyOf(kid) : undefined;
  return key && isSigned(`${header}.${payload}`, signature, key) ? decode(payload) : undefined;
}

/** A signature in another form than ours is refused: one token must not have several spellings. */
function isSigned(signed: string, signature: string, { publicKey }: JwtKey): boolean {
  const bytes = Buffer.from(signature, "base64url");
  return bytes.toString("base64url") === signature && verify(null, Buffer.from(signed), publicKey, bytes);
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
