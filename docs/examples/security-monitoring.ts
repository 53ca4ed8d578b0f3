import { ack, type Handlers } from "../../service/consumer/src";

/** What somebody should look at. */
export type Finding =
  | { readonly finding: "sign-in from a new address"; readonly userId: string; readonly ip: string }
  | { readonly finding: "refresh token used again"; readonly userId: string; readonly sessionId: string };

/** Users whose addresses are remembered, those that signed in last. */
const maxUsers = 10_000;
/** Addresses that are remembered of each. */
const maxAddresses = 20;

/**
 * Flags sign-ins from addresses that a user has not come from before, and sessions that ended because their refresh
 * token was used again, which may mean that it was stolen. It keeps the addresses in memory; a real service keeps them
 * for as long as it may, and erases them with the user.
 */
export function securityMonitoring(report: (finding: Finding) => void): Handlers {
  const addresses = new Map<string, readonly string[]>();
  return {
    "auth.user.logged_in": async ({ data: { userId, ip } }) => {
      const known = addresses.get(userId);
      if (known !== undefined && !known.includes(ip))
        report({ finding: "sign-in from a new address", userId, ip });
      const others = known?.filter((each) => each !== ip) ?? [];
      putLast(addresses, userId, [ip, ...others].slice(0, maxAddresses), maxUsers);
      return ack;
    },
    "auth.user.logged_out": async ({ data: { userId, sessionId, reason } }) => {
      if (reason === "refresh-token-reused")
        report({ finding: "refresh token used again", userId, sessionId });
      return ack;
    },
  };
}

/** A map goes through its entries in the order in which they were set, so the first is the one to forget. */
function putLast<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [first] = map.keys();
  if (map.size > most && first !== undefined) map.delete(first);
}
