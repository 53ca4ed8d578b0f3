import { servicePorts } from "../stream-config/environment/ports";

/** Ports that each part of a stack listens on. The service's are what it takes when nobody says. */
export const ports = {
  nats: { client: 4222, cluster: 6222, monitor: 8222 },
  redis: 6379,
  authService: { https: servicePorts.api, admin: servicePorts.admin },
} as const;

/** Where the container of each part finds its files. */
export const dirs = {
  nats: {
    config: "/etc/nats",
    users: "/etc/nats-users",
    tls: "/etc/nats-tls",
    routeTls: "/etc/nats-route-tls",
    data: "/data",
  },
  redis: { config: "/etc/redis", tls: "/etc/redis-tls", data: "/data" },
  authService: {
    tls: "/etc/auth-service/tls",
    secrets: "/etc/auth-service/secrets",
    contract: "/etc/auth-service/contract",
  },
} as const;

/** The file that nats-server is started with. */
export const natsSettingsFile = `${dirs.nats.config}/nats.conf`;

/** URLs of the parts of a stack inside its cluster. */
export interface Addresses {
  readonly redis: string;
  readonly nats: string;
  readonly authService: string;
}

/** Where the parts of a stack in this namespace are. */
export function addressesIn(namespace: string): Addresses {
  return {
    redis: `rediss://redis.${namespace}.svc:${ports.redis}`,
    nats: `tls://nats.${namespace}.svc:${ports.nats.client}`,
    authService: `https://auth-service.${namespace}.svc`,
  };
}
