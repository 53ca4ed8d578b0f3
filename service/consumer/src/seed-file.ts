import { readFileSync } from "node:fs";
import { type Authenticator, nkeyAuthenticator, nkeys } from "./nats-client";

/**
 * Logs in with the nkey seed that the file holds at that moment: a key that was replaced counts from the next login on.
 * While the file can't be read, or holds no seed, the last one that it held is used. Throws when there was never one.
 */
export function seedFileAuthenticator(file: string): Authenticator {
  let last = readSeed(file);
  return (nonce) => {
    try {
      last = readSeed(file);
    } catch {
      // The client gives up for good when its authenticator throws, and a Secret may be on its way.
    }
    return nkeyAuthenticator(last)(nonce);
  };
}

function readSeed(file: string): Uint8Array {
  const seed = Buffer.from(readFileSync(file, "utf8").trim());
  nkeys.fromSeed(seed);
  return seed;
}
