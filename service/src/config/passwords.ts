import type { Env } from "../../../stream-config/environment";
import type { HashParameters } from "../passwords/hash-parameters";

/** Which passwords are taken and how they are kept, and who may register. */
export interface PasswordConfig {
  /** How many registrations an hour a network may try before any of its users has logged in. */
  readonly registrationsPerHour: number;
  readonly passwordMinLength: number;
  /** What new hashes cost; older ones are made anew at the next login. */
  readonly passwordHash: HashParameters;
  /** Whether common passwords are refused, and such as are made of the organisation's words. */
  readonly passwordBlocklist:
    | { readonly kind: "off" }
    | { readonly kind: "on"; readonly words: readonly string[] };
}

export function toPasswords(env: Env): PasswordConfig {
  return {
    registrationsPerHour: env.REGISTRATIONS_PER_HOUR,
    passwordMinLength: env.PASSWORD_MIN_LENGTH,
    passwordHash: {
      memoryCost: env.PASSWORD_HASH_MEMORY * 1024,
      timeCost: env.PASSWORD_HASH_PASSES,
      parallelism: env.PASSWORD_HASH_LANES,
    },
    passwordBlocklist: toBlocklist(env),
  };
}

function toBlocklist(env: Env): PasswordConfig["passwordBlocklist"] {
  if (env.PASSWORD_BLOCKLIST === "off") return { kind: "off" };
  return { kind: "on", words: env.PASSWORD_BLOCKED_WORDS?.split(",") ?? [] };
}
