import { createNkey } from "../../infra/provider/keys/nkey";
import { createPassword } from "../../infra/provider/keys/password";
import { createSigningKey } from "../../infra/provider/keys/signing-key";
import { users } from "../../stream-config";

/** Keys of a local stack, made once and kept in its folder. */
export interface LocalKeys {
  /** nkeys of every user of the contract. */
  readonly nkeys: Readonly<Record<string, ReturnType<typeof createNkey>>>;
  readonly redisPassword: string;
  /** A JWKS with one private key for the service's access tokens. */
  readonly signingKeys: { readonly keys: readonly ReturnType<typeof createSigningKey>[] };
}

/** New keys for a stack on this machine, made as those of every stack. */
export function createLocalKeys(): LocalKeys {
  return {
    nkeys: Object.fromEntries(users.map(({ name }) => [name, createNkey()])),
    redisPassword: createPassword(43).value,
    signingKeys: { keys: [createSigningKey()] },
  };
}

/** Public keys by user name, as the server's configuration takes them. */
export function publicKeysOf(keys: LocalKeys): Record<string, string> {
  return Object.fromEntries(Object.entries(keys.nkeys).map(([name, { publicKey }]) => [name, publicKey]));
}
