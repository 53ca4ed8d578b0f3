/** Every Redis key of the service. Redis Cluster is not supported: scripts touch keys of several slots. */
export const keys = {
  /** Hash: email, name, passwordHash, createdAt. */
  user: (userId: string) => `user:${userId}`,
  /** String: the user's id. The address is normalised. */
  email: (email: string) => `email:${email}`,
  /**
   * Hash: userId, familyHash, tokenHash, parentHash (of the token that was exchanged for it, from `network`), createdAt,
   * beganAt, usedAt and endsAt (seconds since the epoch), accessId (its newest access token's), accessEndsAt (when its
   * last one expires), pacedUntil (see `refreshPace`), ip, userAgent. Expires with its refresh token.
   */
  session: (sessionId: string) => `session:${sessionId}`,
  /** String: the sealed answer to the refresh with this token. Expires when a repeat counts as reuse. */
  refreshAnswer: (tokenHash: string) => `refresh:answer:${tokenHash}`,
  /** Sorted set: ids of the user's sessions by expiry, in seconds since the epoch. Expires with the last session. */
  sessionIndex: (userId: string) => `sessions:${userId}`,
  /** Exists while an access token that was logged out would still be valid. */
  revokedToken: (tokenId: string) => `revoked:token:${tokenId}`,
  /** Exists while any access token of a revoked session would still be valid. */
  revokedSession: (sessionId: string) => `revoked:session:${sessionId}`,
  /** Hash: failures, blockedUntil (ms since the epoch) of logins to an account, from networks it is not known from. */
  failedLogins: (account: string) => `throttle:account:${account}`,
  /** The same from one network that the account's user has logged in from. */
  failedLoginsFrom: (account: string, network: string) => `throttle:account:${account}:${network}`,
  /** The same of all logins from a network. */
  failedLoginsOfNetwork: (network: string) => `throttle:network:${network}`,
  /** Sorted set: networks that an account's user has logged in from, by when they are forgotten (ms). */
  knownNetworks: (account: string) => `throttle:known:${account}`,
  /** Stream of events that are not yet in JetStream: id, body. */
  outbox: "outbox",
  /** Stream of events that the server refused for good: id, body, reason. */
  parked: "outbox:parked",
  /** String: the replica that relays. */
  relayLock: "outbox:lock",
} as const;
