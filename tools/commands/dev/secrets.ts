import { join } from "node:path";
import { readIfThere, writeAtomically } from "../../lib/files";
import { createLocalKeys, type LocalKeys } from "../../local/keys";

/** The files that the service and the consumers take their secrets from. */
export interface SecretFiles {
  readonly redisPassword: string;
  readonly signingKeys: string;
  /** The nkey seed of a NATS user. */
  readonly seed: (user: string) => string;
}

/** Where the secret files of a local stack lie. */
export function secretFiles(dir: string): SecretFiles {
  const secret = (name: string) => join(dir, "secrets", name);
  return {
    redisPassword: secret("redis-password"),
    signingKeys: secret("signing-keys.json"),
    seed: (user) => secret(`nats-${user}.seed`),
  };
}

/** The keys of the stack in `dir`: made at the first start, afterwards the same, so that its data stays usable. */
export function ensureKeys(dir: string): LocalKeys {
  const path = join(dir, "keys.json");
  const [kept, fresh] = [readKeys(path), createLocalKeys()];
  const keys = { ...fresh, ...kept, nkeys: { ...fresh.nkeys, ...kept?.nkeys } };
  writeAtomically(path, JSON.stringify(keys));
  writeSecrets(secretFiles(dir), keys);
  return keys;
}

function readKeys(path: string): LocalKeys | undefined {
  const text = readIfThere(path);
  return text === undefined ? undefined : (JSON.parse(text) as LocalKeys);
}

function writeSecrets(files: SecretFiles, keys: LocalKeys): void {
  writeAtomically(files.redisPassword, keys.redisPassword);
  writeAtomically(files.signingKeys, JSON.stringify(keys.signingKeys));
  for (const [user, { seed }] of Object.entries(keys.nkeys)) writeAtomically(files.seed(user), seed);
}
