import { createHash, generateKeyPairSync } from "node:crypto";
import { type Static, Type } from "typebox";
import type { FieldChanges, Resource } from "../resource";
import { checkGeneration, generation, nameOf } from "./generation";

const inputs = Type.Object(
  {
    generation,
    leadMinutes: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: "Minutes for which a new key is published before it signs. Default 60.",
      }),
    ),
    revoked: Type.Optional(
      Type.Array(Type.String({ pattern: "^[\\w-]{43}$" }), {
        description: "Ids of keys that nobody may trust any more; they are dropped at once",
      }),
    ),
  },
  { additionalProperties: false },
);
const outputs = Type.Object({
  privateJwk: Type.String({
    description: "The newest private key, a JWK in JSON; `nbf` says from when it signs",
  }),
  publicJwk: Type.String({ description: "The newest public key, a JWK in JSON, fit for a JWKS" }),
  kid: Type.String({ description: "The newest key's RFC 7638 thumbprint, its `kid`" }),
  previousJwks: Type.Optional(
    Type.String({ description: "Private keys from before whose tokens can be valid, a JSON list of JWKs" }),
  ),
});

/** Inputs of SigningKey. */
export type SigningKeyInputs = Static<typeof inputs>;

/** State of SigningKey. */
export type SigningKeyState = SigningKeyInputs & Static<typeof outputs>;

/** A private JWK with an Ed25519 key (RFC 8037). Its `kid` is the key's thumbprint (RFC 7638). */
interface PrivateKey {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly kid: string;
  readonly alg: string;
  readonly use: string;
  /** From when it signs, seconds since the epoch; left out, it does so at once. */
  readonly nbf?: number;
  readonly d: string;
}

/** A key and those before it, newest first. */
interface KeySet {
  readonly newest: PrivateKey;
  readonly previous: readonly PrivateKey[];
}

/** For how long a key stays after its last signature: longer than the service lets an access token live. */
export const keptSeconds = 2 * 86_400;

/**
 * Ed25519 keys that sign access tokens with EdDSA (RFC 8037). A higher generation adds a key that signs only after
 * `leadMinutes`, so that everyone who verifies knows it by then, and keeps those whose tokens can still be valid. A
 * revoked key goes at once. `now` tells the time.
 */
export function signingKeyResource(now: () => Date): Resource<SigningKeyInputs, SigningKeyState> {
  return {
    token: "authstack:keys:SigningKey",
    description:
      "Ed25519 keys that sign access tokens with EdDSA (RFC 8037): the newest, and those before it.",
    inputs,
    outputs,
    secrets: ["privateJwk", "previousJwks"],
    check: (given, context) => checkGeneration({ leadMinutes: 60, ...given }, context),
    keepsOutputs: onlyLead,
    create: async (given, { urn }) => ({ id: nameOf(urn), state: { ...given, ...toOutputs(firstSet()) } }),
    update: async ({ before, inputs }, { inform }) => {
      const keys = rotate(before, inputs, Math.floor(now().getTime() / 1000));
      if (keys.newest.kid !== before.kid) inform(describe(keys));
      return { ...inputs, ...toOutputs(keys) };
    },
  };
}

/** When the next key will sign is no part of the keys that there are. */
function onlyLead(changed: FieldChanges): boolean {
  return Object.keys(changed).every((name) => name === "leadMinutes");
}

function firstSet(): KeySet {
  return { newest: createSigningKey(), previous: [] };
}

/** The keys after an update. */
function rotate(before: SigningKeyState, given: SigningKeyInputs, now: number): KeySet {
  const trusted = keysOf(before).filter(({ kid }) => !given.revoked?.includes(kid));
  const [newest, ...previous] = trusted;
  if (newest === undefined) return firstSet();
  if (given.generation === before.generation) return { newest, previous };
  const { leadMinutes = 60 } = given;
  const begin = Math.max(now + leadMinutes * 60, (newest.nbf ?? 0) + 1);
  return {
    newest: createSigningKey(begin),
    previous: trusted.filter((_, at) => isNeeded(trusted[at - 1], now)),
  };
}

/** Whether a key with this successor signs, or has signed tokens that can be valid. */
function isNeeded(next: PrivateKey | undefined, now: number): boolean {
  return next === undefined || now < (next.nbf ?? 0) + keptSeconds;
}

function describe({ newest: { kid, nbf }, previous }: KeySet): string {
  const begin = nbf === undefined ? "at once" : `from ${new Date(nbf * 1000).toISOString()} on`;
  return `key ${kid} is the newest and signs ${begin}; keys from before that stay: ${previous.length}`;
}

function keysOf({ privateJwk, previousJwks = "[]" }: SigningKeyState): readonly PrivateKey[] {
  return [JSON.parse(privateJwk), ...JSON.parse(previousJwks)];
}

function toOutputs({ newest, previous }: KeySet): Static<typeof outputs> {
  const { d: _, nbf: __, ...publicJwk } = newest;
  return {
    privateJwk: JSON.stringify(newest),
    publicJwk: JSON.stringify(publicJwk),
    kid: newest.kid,
    // Also when it is empty: what a state leaves out, a preview takes for not yet known.
    previousJwks: JSON.stringify(previous),
  };
}

/** A new key, which signs at once or from `nbf` on, seconds since the epoch. */
export function createSigningKey(nbf?: number): PrivateKey {
  const { x = "", d = "" } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const publicJwk = { kty: "OKP", crv: "Ed25519", x, kid: thumbprint(x), alg: "EdDSA", use: "sig" };
  return { ...publicJwk, d, ...(nbf !== undefined && { nbf }) };
}

/** RFC 7638, with the members that RFC 8037 requires, in their order. */
function thumbprint(x: string): string {
  return createHash("sha256")
    .update(JSON.stringify({ crv: "Ed25519", kty: "OKP", x }))
    .digest("base64url");
}
