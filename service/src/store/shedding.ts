import type { ServerState } from "./server-state";

/** What takes room in the store, in the order in which it is refused while the store fills. */
export type Filling = "registrations" | "logins" | "refreshes";

/**
 * From which shares of Redis's memory on each is refused: of the whole, or of what the outbox takes. The outbox may
 * take most of what accounts and sessions leave, because it is what an outage of NATS lasts by, but people who are
 * logged in are to stay so for longest. What is not named here frees memory and is never refused (ADR 15).
 */
export const sheddingFrom = {
  registrations: { usedShare: 0.8, outboxShare: 0.4 },
  logins: { usedShare: 0.9, outboxShare: 0.5 },
  refreshes: { usedShare: 0.95, outboxShare: 0.9 },
} as const satisfies Record<Filling, Pick<ServerState, "usedShare" | "outboxShare">>;

/** What is refused in this state. */
export function shedIn({ usedShare, outboxShare }: ServerState): Filling[] {
  const fillings = Object.keys(sheddingFrom) as Filling[];
  return fillings.filter((filling) => {
    const from = sheddingFrom[filling];
    return usedShare >= from.usedShare || outboxShare >= from.outboxShare;
  });
}
