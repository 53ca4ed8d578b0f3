import { setTimeout as sleep } from "node:timers/promises";
import type { ConnectionSettings } from "../../../stream-config/acl/client-config";
import { liveness } from "../../../stream-config/acl/liveness";
import { backoffAfter } from "./backoff";
import { ConnectError } from "./connect-error";
import { type ConnectionOptions, connect, type NatsConnection } from "./nats-client";
import { seedFileAuthenticator } from "./seed-file";
import { Trouble } from "./trouble";

/** A setting that is missing. */
export class SettingError extends Error {
  override readonly name = "SettingError";

  constructor(readonly setting: string) {
    super(`${setting} is not set; the Secret nats-user-<name> has what it needs (docs/EVENTS.md, Consuming)`);
  }
}

/**
 * Connects a consuming service, with its generated configuration (stream-config/rendered/clients) and from the
 * environment: NATS_URL, NATS_SEED_FILE, and NATS_CA_FILE where NATS has TLS. It waits for the servers as long as it takes,
 * at the start and after an interruption, also where they refuse its login, and reads both files anew at each try. What it
 * waits for is told once per reason. Throws SettingError, and when the seed's file holds none.
 */
export async function connectConsumer(
  settings: ConnectionSettings,
  env: NodeJS.ProcessEnv = process.env,
  onTrouble: (error: Error) => void = () => undefined,
): Promise<NatsConnection> {
  let failures = 0;
  const options = { ...optionsOf(settings, env), reconnectDelayHandler: () => backoffAfter(failures) };
  const connection = await connectFirst(options, settings, onTrouble);
  void countFailures(connection, (count) => {
    failures = count;
  });
  return connection;
}

function optionsOf({ name, inboxPrefix }: ConnectionSettings, env: NodeJS.ProcessEnv): ConnectionOptions {
  const caFile = env.NATS_CA_FILE;
  return {
    ...liveness,
    servers: setting(env, "NATS_URL").split(","),
    name,
    inboxPrefix,
    authenticator: seedFileAuthenticator(setting(env, "NATS_SEED_FILE")),
    maxReconnectAttempts: -1,
    // A reload of the servers may bring the user back.
    ignoreAuthErrorAbort: true,
    ...(caFile && { tls: { caFile } }),
  };
}

function setting(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (!value) throw new SettingError(name);
  return value;
}

/** The client would wait by itself, without a word. */
async function connectFirst(
  options: ConnectionOptions,
  { name }: ConnectionSettings,
  onTrouble: (error: Error) => void,
): Promise<NatsConnection> {
  const trouble = new Trouble((_, error) => onTrouble(error));
  for (let failures = 1; ; failures += 1) {
    try {
      return await connect(options);
    } catch (error) {
      trouble.tell(new ConnectError(name, { cause: error }));
      await sleep(backoffAfter(failures));
    }
  }
}

/** Tells how many tries to reconnect there have been since the last that worked. */
async function countFailures(connection: NatsConnection, tell: (count: number) => void): Promise<void> {
  let failures = 0;
  for await (const { type } of connection.status()) {
    if (type === "reconnecting") failures += 1;
    if (type === "reconnect") failures = 0;
    tell(failures);
  }
}
