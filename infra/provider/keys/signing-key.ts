import { createHash, generateKeyPairSync } from "node:crypto";
import { type Static, Type } from "typebox";
import type { Resource } from "../resource";
import { generation, nameOf, withGeneration } from "./generation";

const inputs = Type.Object({ generation }, { additionalProperties: false });
const outputs = Type.Object({
  privateJwk: Type.String({ description: "The private key, a JWK in JSON" }),
  publicJwk: Type.String({ description: "The public key, a JWK in JSON, fit for a JWKS" }),
  kid: Type.String({ description: "The key's RFC 7638 thumbprint, its `kid`" }),
});

/** Inputs of SigningKey. */
export type SigningKeyInputs = Static<typeof inputs>;

/** State of SigningKey. */
export type SigningKeyState = SigningKeyInputs & Static<typeof outputs>;

/** An Ed25519 key that signs access tokens with EdDSA (RFC 8037). */
export const signingKey: Resource<SigningKeyInputs, SigningKeyState> = {
  token: "authstack:keys:SigningKey",
  description: "An Ed25519 key that signs access tokens with EdDSA (RFC 8037).",
  inputs,
  outputs,
  secrets: ["privateJwk"],
  check: (given) => ({ inputs: withGeneration(given), failures: [] }),
  create: async (given, { urn }) => ({ id: nameOf(urn), state: { ...given, ...generate() } }),
  update: async (change) => ({ ...change.inputs, ...generate() }),
};

function generate(): Static<typeof outputs> {
  const { x = "", d = "" } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const kid = thumbprint(x);
  const publicJwk = { kty: "OKP", crv: "Ed25519", x, kid, alg: "EdDSA", use: "sig" };
  return { privateJwk: JSON.stringify({ ...publicJwk, d }), publicJwk: JSON.stringify(publicJwk), kid };
}

/** RFC 7638, with the members that RFC 8037 requires, in their order. */
function thumbprint(x: string): string {
  return createHash("sha256")
    .update(JSON.stringify({ crv: "Ed25519", kty: "OKP", x }))
    .digest("base64url");
}
