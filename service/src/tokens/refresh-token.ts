import { createHash, randomBytes, randomUUID } from "node:crypto";

/**
 * A refresh token, opaque to clients: session and user id, a secret that stays through the session (the family), and
 * a secret of its own. The family secret tells a token that was used before from a forged one, without a list of all
 * tokens that ever were: session ids are in events, and knowing one must not be enough to end a session.
 */
export interface RefreshToken {
  readonly sessionId: string;
  readonly userId: string;
  readonly family: Buffer;
  readonly secret: Buffer;
}

const idBytes = 16;
const familyBytes = 16;
const secretBytes = 32;
const totalBytes = 2 * idBytes + familyBytes + secretBytes;

/** The first refresh token of a new session. */
export function createRefreshToken(userId: string): RefreshToken {
  return {
    sessionId: randomUUID(),
    userId,
    family: randomBytes(familyBytes),
    secret: randomBytes(secretBytes),
  };
}

/** The first refresh token of a session that goes on with nothing of its tokens from before. */
export function renewRefreshToken(userId: string, sessionId: string): RefreshToken {
  return { ...createRefreshToken(userId), sessionId };
}

/** The token that follows this one. */
export function nextRefreshToken(token: RefreshToken): RefreshToken {
  return { ...token, secret: randomBytes(secretBytes) };
}

/** The token as clients get it: 107 characters, base64url. */
export function encodeRefreshToken({ sessionId, userId, family, secret }: RefreshToken): string {
  return Buffer.concat([fromUuid(sessionId), fromUuid(userId), family, secret]).toString("base64url");
}

/** Reads a token; undefined when it can't be one. Only the store knows whether it is valid. */
export function decodeRefreshToken(text: string): RefreshToken | undefined {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length !== totalBytes || bytes.toString("base64url") !== text) return undefined;
  return {
    sessionId: toUuid(bytes.subarray(0, idBytes)),
    userId: toUuid(bytes.subarray(idBytes, 2 * idBytes)),
    family: bytes.subarray(2 * idBytes, 2 * idBytes + familyBytes),
    secret: bytes.subarray(2 * idBytes + familyBytes),
  };
}

/** What the store keeps of a token's secrets. They are random, so a plain hash can't be reversed by guessing. */
export function refreshTokenHashes({ family, secret }: RefreshToken) {
  return { familyHash: sha256(family), tokenHash: sha256(secret) };
}

/**
 * Names the family in access tokens, so that those of a session can be told apart from the ones of before its password
 * was changed. 96 bits of a hash, from which nobody gets to the family.
 */
export function familyId({ family }: RefreshToken): string {
  return sha256(family).slice(0, 16);
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("base64url");
}

function fromUuid(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll("-", ""), "hex");
}

function toUuid(bytes: Buffer): string {
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
