import type { UserDefinition } from "../acl/user";
import { quote } from "../quote";
import { renderAccounts, renderKeys } from "./accounts";

/** PEM files of one side of a TLS connection. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/** What differs between the servers that run the contract. Addresses are "host:port". */
export interface ServerSettings {
  /** Unique in the cluster; `$VARIABLE` takes it from the environment. */
  readonly name: string;
  readonly listen: string;
  readonly monitor: string;
  /** "https" shows the clients' certificate; "http", the default, is for loopback. */
  readonly monitorScheme?: "http" | "https";
  readonly storeDir: string;
  /** "always" writes each message through to the disk before its ack. */
  readonly sync: "always" | "2m";
  readonly tls?: TlsFiles;
  readonly cluster?: ClusterSettings;
  /** The file with the users, relative to the one with these settings. */
  readonly usersFile: string;
}

/** Routes between the servers of a cluster: both sides show a certificate. */
export interface ClusterSettings {
  readonly name: string;
  readonly listen: string;
  readonly routes: readonly string[];
  readonly tls: TlsFiles;
}

/** What a server is started with: a change of it needs a restart. https://docs.nats.io/running-a-nats-service/configuration */
export function renderServer(settings: ServerSettings): string {
  return [
    `server_name: ${settings.name}`,
    `listen: ${quote(settings.listen)}`,
    `${settings.monitorScheme ?? "http"}: ${quote(settings.monitor)}`,
    `jetstream { store_dir: ${quote(settings.storeDir)}, sync_interval: ${quote(settings.sync)} }`,
    ...(settings.tls ? [`tls ${renderTls(settings.tls, false)}`] : []),
    ...(settings.cluster ? [renderCluster(settings.cluster)] : []),
    // Clients move to another server while this one ends.
    "lame_duck_grace_period: 5s",
    "lame_duck_duration: 30s",
    `include ${quote(settings.usersFile)}`,
    "",
  ].join("\n");
}

/** What a server takes over while it runs: its users and their rights. `publicKeys` maps user names to nkeys ("U…"). */
export function renderUsers(
  users: readonly UserDefinition[],
  publicKeys: Readonly<Record<string, string>>,
): string {
  return `${renderKeys(publicKeys)}\n${renderAccounts(users)}`;
}

function renderCluster({ name, listen, routes, tls }: ClusterSettings): string {
  const urls = routes.map((route) => `    ${quote(route)}`).join("\n");
  return `cluster {
  name: ${name}
  listen: ${quote(listen)}
  tls ${renderTls(tls, true)}
  routes: [
${urls}
  ]
}`;
}

/** `verify` demands a certificate of the other side too. */
function renderTls({ cert, key, ca }: TlsFiles, verify: boolean): string {
  return `{ cert_file: ${quote(cert)}, key_file: ${quote(key)}, ca_file: ${quote(ca)}, verify: ${verify} }`;
}
