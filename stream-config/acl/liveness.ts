/**
 * How a client notices servers that are gone without a word, or a way to them that swallows packets: it pings, and takes
 * the connection for dead when the answer is missing at the next ping, 20 s after the last sign of life at the latest.
 * Options of the nats client, whose own defaults take six minutes.
 */
export const liveness = { timeout: 5_000, pingInterval: 10_000, maxPingOut: 1 } as const;
