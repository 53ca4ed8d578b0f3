import type { Redis } from "ioredis";
import { attempt } from "./errors";
import { keys } from "./keys";
import type { NetworkLimitArguments } from "./scripts/admit-registration";
import { type NetworkLimit, registrationLimits } from "./throttle-limits";

/** Whether a registration may be worked on, and whether its address is taken. */
export type RegistrationAdmission =
  | { readonly kind: "admitted" | "email-taken" }
  | { readonly kind: "refused"; readonly retryAfterSeconds: number };

/**
 * Bounds how many registrations a network may try, and how many taken addresses it may find out. Throws
 * StoreUnavailableError when Redis can't serve.
 */
export class RegistrationThrottle {
  readonly #limits: readonly [...NetworkLimitArguments, ...NetworkLimitArguments];

  constructor(
    private readonly redis: Redis,
    perHour: number,
  ) {
    const { tried, taken } = registrationLimits(perHour);
    this.#limits = [...argumentsOf(tried), ...argumentsOf(taken)];
  }

  /** Decides on a registration and counts it, whatever becomes of it. The address has to be normalised. */
  async admit(email: string, networks: readonly string[]): Promise<RegistrationAdmission> {
    const [kind, milliseconds] = await attempt(() =>
      this.redis.admitRegistration(
        keys.networkFailures,
        keys.networkWaits,
        keys.email(email),
        keys.accountsOfNetwork(""),
        ...this.#limits,
        ...networks,
      ),
    );
    return kind === "refused" ? { kind, retryAfterSeconds: Math.ceil(milliseconds / 1000) } : { kind };
  }
}

function argumentsOf({ allowance, perAccount, most, memory, longest }: NetworkLimit): NetworkLimitArguments {
  return [allowance, perAccount, most, memory, longest];
}
