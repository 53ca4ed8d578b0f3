import { connectionSettings, liveness, users } from "../../../stream-config";
import { ports } from "../../places";
import { ProviderError } from "../errors";
import { loadKubeconfig } from "../kubernetes/client";
import { openPortForward } from "../kubernetes/port-forward";
import {
  type ConnectionOptions,
  connect,
  type NatsConnection,
  nkeyAuthenticator,
  type TlsOptions,
} from "../nats-client";
import type { Config, PortForwardConfig } from "./config";
import { explainConnect, explainForward, requireVersion } from "./failures";

/** A connection to NATS, and the prefix that its user knows JetStream's API under. */
export interface Connection {
  readonly nats: NatsConnection;
  readonly apiPrefix: string;
  readonly inboxPrefix: string;
  readonly close: () => Promise<void>;
}

/** Connects as the configured user. Throws ProviderError; UnreachableError when it can't get through. */
export async function openConnection(config: Config): Promise<Connection> {
  const user = users.find(({ name }) => name === (config.user ?? "stream-admin"));
  if (user === undefined) throw new Error(`no such user: ${config.user}`);
  const { apiPrefix, ...identity } = connectionSettings(user);
  const route = await openRoute(config);
  try {
    const nats = await connect({ ...identity, ...connectOptions(config), servers: [...route.servers] });
    await requireSupported(nats, route.target);
    const { inboxPrefix } = identity;
    return { nats, apiPrefix, inboxPrefix, close: () => nats.close().finally(route.close) };
  } catch (error) {
    route.close();
    throw route.failure() ?? explainConnect(error, { target: route.target, user: user.name });
  }
}

async function requireSupported(nats: NatsConnection, target: string): Promise<void> {
  try {
    if (nats.info !== undefined) requireVersion(nats.info.version, target);
  } catch (error) {
    await nats.close();
    throw error;
  }
}

/** The way to the servers. `failure` is what went wrong on it before the servers were reached. */
interface Route {
  readonly target: string;
  readonly servers: readonly string[];
  readonly failure: () => Error | undefined;
  readonly close: () => void;
}

async function openRoute({ servers, portForward }: Config): Promise<Route> {
  if (servers !== undefined) {
    return { target: servers.join(", "), servers, failure: () => undefined, close: () => undefined };
  }
  if (portForward !== undefined) return forwardRoute(portForward);
  throw new ProviderError(
    "Streams and consumers need a provider that knows the way to NATS; this one has neither servers nor portForward.",
    "Pass an explicit `new Provider(…)` with one of them as the resource's `provider` option.",
  );
}

async function forwardRoute(config: PortForwardConfig): Promise<Route> {
  const { namespace, service = "nats", port: podPort = ports.nats.client } = config;
  const target = `Service ${service} in namespace ${namespace}`;
  const kubeconfig = await loadKubeconfig(config);
  const { port, failure, close } = await openPortForward(kubeconfig, { namespace, service, port: podPort });
  return {
    target,
    servers: [`127.0.0.1:${port}`],
    failure: () => failure() && explainForward(failure(), target),
    close,
  };
}

/**
 * A dropped connection is not mended but replaced, port-forward included. One on which nothing comes back any more is
 * taken for dropped after half a minute, however long an answer may take.
 */
export function connectOptions({
  ca,
  tlsServerName,
  seed,
}: Pick<Config, "ca" | "tlsServerName" | "seed">): ConnectionOptions {
  return {
    ...liveness,
    timeout: 10_000,
    reconnect: false,
    ignoreClusterUpdates: true,
    ...(seed !== undefined && { authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)) }),
    ...(ca !== undefined && { tls: tlsOptions(ca, tlsServerName) }),
  };
}

/** The client passes every key on to Node's `tls.connect`, but declares only some. */
function tlsOptions(ca: string, servername: string | undefined): TlsOptions {
  return { ca, ...(servername !== undefined && { servername }) } as TlsOptions;
}
