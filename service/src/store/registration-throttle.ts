import type { Redis } from "ioredis";
import { attempt } from "./errors";
import { keys } from "./keys";
import { limitTable, throttleCounters } from "./lua/throttle-counters";
import { script } from "./script";
import { registrationLimits } from "./throttle-limits";

/** Whether a registration may be worked on, and whether its address is taken. */
export type RegistrationAdmission =
  | { readonly kind: "admitted" | "email-taken" }
  | { readonly kind: "refused"; readonly retryAfterSeconds: number };

/**
 * Bounds how many registrations a network may try, and how many taken addresses it may find out. Throws
 * StoreUnavailableError when Redis can't serve.
 */
export class RegistrationThrottle {
  readonly #admitRegistration: ReturnType<typeof admitRegistration>;

  constructor(
    private readonly redis: Redis,
    perHour: number,
  ) {
    this.#admitRegistration = admitRegistration(registrationLimits(perHour));
  }

  /** Decides on a registration and counts it, whatever becomes of it. The address has to be normalised. */
  admit(email: string, networks: readonly string[]): Promise<RegistrationAdmission> {
    return attempt(() =>
      this.#admitRegistration(this.redis, {
        networkFailuresKey: keys.networkFailures,
        networkWaitsKey: keys.networkWaits,
        emailKey: keys.email(email),
        peoplePrefix: keys.accountsOfNetwork(""),
        from: networks,
      }),
    );
  }
}

/**
 * Counts a registration that is tried, and whether its address is taken, for each of its networks; refuses it while one
 * of them has to wait for either, so that a refusal tells nothing about the address.
 */
function admitRegistration({ tried, taken }: ReturnType<typeof registrationLimits>) {
  return script(
    {
      name: "admitRegistration",
      keys: ["networkFailuresKey", "networkWaitsKey", "emailKey"],
      args: ["peoplePrefix"],
      rest: "from",
    },
    `${throttleCounters}
local function countersOf(what, limit)
  local counters = {}
  for nth, network in ipairs(from) do
    counters[nth] = {failures = networkFailuresKey, waits = networkWaitsKey, id = what .. ':' .. network,
      limit = growing(limit, peopleOf(peoplePrefix, network), nth)}
  end
  return counters
end
local ofTried = countersOf('registrations', ${limitTable(tried)})
local ofTaken = countersOf('taken', ${limitTable(taken)})
local wait = math.max((longestWait(ofTried)), (longestWait(ofTaken)))
if wait > 0 then return {'refused', wait} end
for _, counter in ipairs(ofTried) do charge(counter, 1) end
if redis.call('EXISTS', emailKey) == 0 then return {'admitted', 0} end
for _, counter in ipairs(ofTaken) do charge(counter, 1) end
return {'email-taken', 0}
`,
    toAdmission,
  );
}

type Answer = [kind: RegistrationAdmission["kind"], milliseconds: number];

function toAdmission([kind, milliseconds]: Answer): RegistrationAdmission {
  return kind === "refused" ? { kind, retryAfterSeconds: Math.ceil(milliseconds / 1000) } : { kind };
}
