import { ports } from "../../infra/places";
import {
  type ConnectionOptions,
  connect,
  type JetStreamClient,
  type NatsConnection,
  nkeyAuthenticator,
} from "../lib/nats-client";
import { openPortForward } from "./port-forward";
import { kubectl } from "./pulumi";
import type { Target } from "./target";

/** The fields of a client's Secret `nats-user-<name>`: all that a consumer is given. */
export interface ClientSecret {
  readonly ca: string;
  readonly seed: string;
  readonly inboxPrefix: string;
  readonly apiPrefix: string;
}

/** A connection of a client of the stack, through a port-forward of its own. */
export interface NatsClient {
  readonly connection: NatsConnection;
  readonly jetstream: JetStreamClient;
  readonly close: () => Promise<void>;
}

/** Reads a user's Secret. Throws UserError. */
export async function readClientSecret(
  target: Target,
  user: string,
  namespace = "auth-stack",
): Promise<ClientSecret> {
  const text = await kubectl(target, ["get", "secret", `nats-user-${user}`, "-n", namespace, "-o", "json"]);
  const { data } = JSON.parse(text);
  const field = (name: string) => Buffer.from(data[name], "base64").toString();
  return {
    ca: field("ca.crt"),
    seed: field("seed"),
    inboxPrefix: field("inboxPrefix"),
    apiPrefix: field("apiPrefix"),
  };
}

/** Connects over TLS with a user's Secret. `options` override what the Secret says. Throws UserError or NatsError. */
export async function connectClient(
  target: Target,
  secret: ClientSecret,
  options: ConnectionOptions = {},
  namespace = "auth-stack",
): Promise<NatsClient> {
  const forward = await openPortForward(target, "nats", ports.nats.client, namespace);
  try {
    const connection = await connect({ ...connectionOptions(secret, forward.port, namespace), ...options });
    const close = async () => {
      await connection.close();
      forward.close();
    };
    return { connection, jetstream: connection.jetstream({ apiPrefix: secret.apiPrefix }), close };
  } catch (error) {
    forward.close();
    throw error;
  }
}

function connectionOptions(
  { ca, seed, inboxPrefix }: ClientSecret,
  port: number,
  namespace: string,
): ConnectionOptions {
  // The type does not know it, but every key goes to Node's tls.connect.
  const tls = { ca, servername: `nats.${namespace}.svc` };
  return {
    servers: `127.0.0.1:${port}`,
    inboxPrefix,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
    tls,
    // The servers' own addresses lead nowhere from here.
    ignoreClusterUpdates: true,
  };
}
