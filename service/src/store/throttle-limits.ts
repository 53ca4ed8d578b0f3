const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * How failures turn into waits. As many as `allowance` cost nothing; from then on each one doubles the wait, from a second
 * to `longest`. Failures are forgotten one after the other, all of an allowance within `memory`. Milliseconds.
 */
export interface ThrottleLimit {
  readonly allowance: number;
  readonly memory: number;
  readonly longest: number;
}

/** A network's allowance grows with each account that has logged in from there, up to `most`. */
export interface NetworkLimit extends ThrottleLimit {
  readonly perAccount: number;
  readonly most: number;
}

/**
 * Wrong passwords: of one account from one client (a device, a session or a network), of one account from all clients
 * that it isn't known from, and of all accounts from one network.
 */
export const throttleLimits = {
  client: { allowance: 10, memory: 10 * hour, longest: hour },
  account: { allowance: 40, memory: 20 * hour, longest: 30 * minute },
  network: { allowance: 100, perAccount: 10, most: 1_000, memory: hour, longest: minute },
} as const satisfies Record<string, ThrottleLimit | NetworkLimit>;

/** Share of a failure that an attempt costs its network whose password was never looked at. */
export const undecidedShare = 0.1;

/** Registrations that were tried, and those among them whose address was taken, in parts of the former. */
export function registrationLimits(perHour: number): Record<"tried" | "taken", NetworkLimit> {
  const limit = (allowance: number) => ({
    allowance,
    perAccount: Math.ceil(allowance / 10),
    most: 10 * allowance,
    memory: hour,
    longest: Math.max(5 * minute, hour / allowance),
  });
  return { tried: limit(perHour), taken: limit(Math.ceil(perHour / 3)) };
}

/** For how long accounts that have logged in count for their network. */
export const networkMemory = 30 * day;

/**
 * What an account is known by: networks and devices, how many together, and for how long. A device that has shown its
 * token again is known for longer than one that may have thrown it away.
 */
export const knownClients = { most: 40, network: 30 * day, newDevice: 30 * day, device: 180 * day } as const;

/**
 * Counters of a kind that are kept, 200 bytes each. Where there are more, those go that would be forgotten first. As many
 * networks are kept that accounts have logged in from.
 */
export const countersKept = 50_000;

/** After this time an attempt that nobody has settled is no longer under way: its replica was killed. */
export const longestAttempt = 30_000;
