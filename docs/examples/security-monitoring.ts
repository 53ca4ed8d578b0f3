import { ack, type Handlers } from "../../service/consumer";

/** A sign-in that somebody should look at. */
export interface Finding {
  readonly finding: "sign-in from a new address";
  readonly userId: string;
  readonly ip: string;
}

/**
 * Flags sign-ins from addresses that a user has not come from before. It keeps the addresses in memory; a real service
 * keeps them for as long as it may, and erases them with the user. Refresh tokens used twice raise no event: the service
 * ends their session, logs it and counts `auth_refresh_token_reuse_total`.
 */
export function securityMonitoring(report: (finding: Finding) => void): Handlers {
  const addresses = new Map<string, Set<string>>();
  return {
    "auth.user.logged_in": async ({ data: { userId, ip } }) => {
      const known = addresses.get(userId);
      if (known !== undefined && !known.has(ip))
        report({ finding: "sign-in from a new address", userId, ip });
      addresses.set(userId, new Set([...(known ?? []), ip]));
      return ack;
    },
  };
}
