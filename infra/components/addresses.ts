/** URLs of the parts of a stack inside its cluster. */
export interface Addresses {
  readonly redis: string;
  readonly nats: string;
  readonly authService: string;
}

/** Where the parts of a stack in this namespace are. */
export function addressesIn(namespace: string): Addresses {
  return {
    redis: `rediss://redis.${namespace}.svc:6379`,
    nats: `tls://nats.${namespace}.svc:4222`,
    authService: `https://auth-service.${namespace}.svc`,
  };
}
