import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { createUser } from "nkeys.js";
import { users } from "../../stream-config";

/** Keys of a local stack, made once and kept in its folder. */
export interface LocalKeys {
  /** nkeys of every user of the contract. */
  readonly nkeys: Readonly<Record<string, LocalNkey>>;
  readonly redisPassword: string;
  /** A JWKS with one private Ed25519 key (RFC 8037), for the service's access tokens. */
  readonly signingKeys: { readonly keys: readonly Readonly<Record<string, string>>[] };
}

/** A user nkey: "U…" and its seed "SU…". */
export interface LocalNkey {
  readonly publicKey: string;
  readonly seed: string;
}

/** New keys for a stack on this machine. */
export function createLocalKeys(): LocalKeys {
  return {
    nkeys: Object.fromEntries(users.map(({ name }) => [name, createNkey()])),
    redisPassword: randomBytes(32).toString("base64url"),
    signingKeys: { keys: [createSigningKey()] },
  };
}

/** Public keys by user name, as the server's configuration takes them. */
export function publicKeysOf(keys: LocalKeys): Record<string, string> {
  return Object.fromEntries(Object.entries(keys.nkeys).map(([name, { publicKey }]) => [name, publicKey]));
}

function createNkey(): LocalNkey {
  const pair = createUser();
  return { publicKey: pair.getPublicKey(), seed: new TextDecoder().decode(pair.getSeed()) };
}

/** The `kid` is the key's thumbprint (RFC 7638). */
function createSigningKey(): Readonly<Record<string, string>> {
  const { x = "", d = "" } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const kid = createHash("sha256")
    .update(JSON.stringify({ crv: "Ed25519", kty: "OKP", x }))
    .digest("base64url");
  return { kty: "OKP", crv: "Ed25519", x, d, kid, alg: "EdDSA", use: "sig" };
}
