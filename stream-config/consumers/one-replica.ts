import type { Duration } from "../units";

/**
 * Settings of a consumer whose replicas take turns: of all that pull only one gets messages, until it has asked for none for
 * so long, and then another. So a user's events stay in order over replicas, which otherwise share them out; one replica
 * has to be fast enough for all. https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-42.md
 */
export function oneReplicaAtATime<const Timeout extends Duration>(silentFor: Timeout) {
  return {
    priorityPolicy: "pinned_client",
    priorityGroups: ["replicas"],
    priorityTimeout: silentFor,
  } as const;
}
