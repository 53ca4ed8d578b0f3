import { readFileSync } from "node:fs";
import { connect, type NatsConnection, nkeyAuthenticator } from "nats";
import type { ConnectionSettings } from "../../stream-config";

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
 * at the start and after an interruption. Throws SettingError.
 */
export function connectConsumer(
  { name, inboxPrefix }: ConnectionSettings,
  env: NodeJS.ProcessEnv = process.env,
): Promise<NatsConnection> {
  const caFile = env.NATS_CA_FILE;
  return connect({
    servers: setting(env, "NATS_URL").split(","),
    name,
    inboxPrefix,
    authenticator: nkeyAuthenticator(readFileSync(setting(env, "NATS_SEED_FILE"))),
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
    ...(caFile && { tls: { caFile } }),
  });
}

function setting(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (!value) throw new SettingError(name);
  return value;
}
