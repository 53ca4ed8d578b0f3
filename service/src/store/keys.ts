/** Every Redis key of the service. Redis Cluster is not supported: scripts touch keys of several slots. */
export const keys = {
  /** Hash: email, name, passwordHash, createdAt; renewedFrom, the SHA-1 of the hash that was before another cost. */
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
  /**
   * String: the family whose access tokens are good, or "1" for none. Exists while any other access token of the session
   * would still be valid.
   */
  revokedSession: (sessionId: string) => `revoked:session:${sessionId}`,
  /** Sorted set: counters of wrong passwords for an account, by when the last one is forgotten (ms). */
  accountFailures: "throttle:accounts",
  /** Sorted set: those of them that have to wait, by until when (ms). */
  accountWaits: "throttle:accounts:waits",
  /** Sorted set: counters of networks, for wrong passwords, registrations and taken addresses, in the same way. */
  networkFailures: "throttle:networks",
  networkWaits: "throttle:networks:waits",
  /** Sorted set: attempts of a counter that are under way, by when they no longer can be (ms). */
  attemptsUnderWay: (counter: string) => `throttle:under-way:${counter}`,
  /** HyperLogLog: accounts that have logged in from a network. */
  accountsOfNetwork: (network: string) => `throttle:people:${network}`,
  /** Sorted set: networks that have such, by how many accounts there are. */
  networksWithAccounts: "throttle:people",
  /** Sorted set: networks and hashed device tokens that an account is known by, by when they are forgotten (ms). */
  knownClients: (account: string) => `throttle:known:${account}`,
  /** Stream of events that are not yet in JetStream: id, body. */
  outbox: "outbox",
  /** Stream of events that the server refused for good: id, body, reason. */
  parked: "outbox:parked",
  /** String: the replica that relays. */
  relayLock: "outbox:lock",
} as const;
