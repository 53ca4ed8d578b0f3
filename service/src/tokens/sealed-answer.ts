import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { encodeRefreshToken, type RefreshToken } from "./refresh-token";

const algorithm = "aes-256-gcm";
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts the answer to a refresh so that only who presents the same refresh token can read it: the key is derived
 * from the token (HKDF, RFC 5869), of which the store has nothing but hashes. AES-256-GCM (NIST SP 800-38D); base64url.
 */
export function sealAnswer(presented: RefreshToken, answer: object): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, keyOf(presented), nonce, { authTagLength: tagBytes });
  const sealed = Buffer.concat([cipher.update(JSON.stringify(answer), "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** The answer that was sealed for this refresh token. Throws when it was sealed for another one or was changed. */
export function openAnswer(presented: RefreshToken, sealedAnswer: string): unknown {
  const bytes = Buffer.from(sealedAnswer, "base64url");
  const nonce = bytes.subarray(0, nonceBytes);
  const decipher = createDecipheriv(algorithm, keyOf(presented), nonce, { authTagLength: tagBytes });
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  const sealed = bytes.subarray(nonceBytes + tagBytes);
  return JSON.parse(Buffer.concat([decipher.update(sealed), decipher.final()]).toString("utf8"));
}

/** The token's secrets are random, so no salt is needed (RFC 5869, section 3.1). */
function keyOf(presented: RefreshToken): Buffer {
  const token = encodeRefreshToken(presented);
  return Buffer.from(hkdfSync("sha256", token, "", "auth-stack refresh answer", keyBytes));
}
