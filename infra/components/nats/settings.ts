import { renderServer } from "../../../stream-config";
import type { StackConfig } from "../../config/schema";
import { configDigest } from "../../nats-conf/digest";

/** Which servers are configured. */
export interface Servers {
  readonly namespace: string;
  readonly config: StackConfig["nats"];
}

/** Ports of every server. */
export const ports = { client: 4222, cluster: 6222, monitor: 8222 } as const;

/** Where every server finds its files. */
export const dirs = {
  config: "/etc/nats",
  users: "/etc/nats-users",
  tls: "/etc/nats-tls",
  routeTls: "/etc/nats-route-tls",
  data: "/data",
} as const;

/** Names of the servers, which are those of their pods. */
export function serverNames({ config }: Servers): string[] {
  return Array.from({ length: config.replicas }, (_, index) => `nats-${index}`);
}

/** The file that the servers are started with; each takes its name from its environment. */
export function renderSettings(servers: Servers): string {
  const tlsFiles = (dir: string) => ({ cert: `${dir}/tls.crt`, key: `${dir}/tls.key`, ca: `${dir}/ca.crt` });
  const hosts = serverNames(servers).map((name) => `${name}.nats-headless.${servers.namespace}.svc`);
  return renderServer({
    name: "$POD_NAME",
    listen: `0.0.0.0:${ports.client}`,
    monitor: `0.0.0.0:${ports.monitor}`,
    monitorScheme: "https",
    storeDir: dirs.data,
    sync: "always",
    usersFile: `../nats-users/accounts.conf`,
    tls: tlsFiles(dirs.tls),
    ...(servers.config.replicas > 1 && {
      cluster: {
        name: "auth-stack",
        listen: `0.0.0.0:${ports.cluster}`,
        routes: hosts.map((host) => `tls://${host}:${ports.cluster}`),
        tls: tlsFiles(dirs.routeTls),
      },
    }),
  });
}

/** What each server calls its configuration's digest once it runs with these users. */
export function digestsWith(servers: Servers, users: string): Record<string, string> {
  const settings = renderSettings(servers);
  return Object.fromEntries(
    serverNames(servers).map((name) => [
      name,
      configDigest({ settings, users, environment: { POD_NAME: name } }),
    ]),
  );
}
