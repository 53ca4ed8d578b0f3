import { renderServer } from "../../../stream-config";
import type { StackConfig } from "../../config/schema";
import { configDigest } from "../../nats-conf/digest";
import { dirs, ports } from "../../places";

/** Which servers are configured. */
export interface Servers {
  readonly namespace: string;
  readonly config: StackConfig["nats"];
}

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
    listen: `0.0.0.0:${ports.nats.client}`,
    monitor: `0.0.0.0:${ports.nats.monitor}`,
    monitorScheme: "https",
    storeDir: dirs.nats.data,
    sync: "always",
    usersFile: `../nats-users/accounts.conf`,
    tls: tlsFiles(dirs.nats.tls),
    ...(servers.config.replicas > 1 && {
      cluster: {
        name: "auth-stack",
        listen: `0.0.0.0:${ports.nats.cluster}`,
        routes: hosts.map((host) => `tls://${host}:${ports.nats.cluster}`),
        tls: tlsFiles(dirs.nats.routeTls),
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
