/** Images of a stack that need not be ours. They run where the registry that is named has none of ours. */
export const publicImages = {
  nats: "docker.io/library/nats:2.15.2",
  redis: "docker.io/library/redis:7.4",
} as const;
