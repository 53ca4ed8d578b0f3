import { setTimeout as sleep } from "node:timers/promises";
import { vi } from "vitest";
import { register } from "./stack";

/** A user whose registration was answered. */
export type Registered = Awaited<ReturnType<typeof register>>;

/** Registrations that go on in the background. */
export interface Registering {
  /** Waits for the next registration that is acknowledged. */
  readonly oneMore: () => Promise<void>;
  /** Ends it and tells all that were acknowledged. */
  readonly stop: () => Promise<Registered[]>;
}

/** Registers one user after another until told to stop; those that are refused meanwhile do not count. */
export function keepRegistering(): Registering {
  const acknowledged: Registered[] = [];
  let going = true;
  const loop = (async () => {
    while (going) {
      await register().then(
        (user) => acknowledged.push(user),
        () => undefined,
      );
      await sleep(100);
    }
  })();
  const oneMore = async () => {
    const before = acknowledged.length;
    await vi.waitUntil(() => acknowledged.length > before, { timeout: 60_000 });
  };
  const stop = async () => {
    going = false;
    await loop;
    return acknowledged;
  };
  return { oneMore, stop };
}
