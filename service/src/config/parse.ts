import { toSeconds } from "../../../stream-config";
import {
  type Env,
  parseEnvironment,
  shutdownSeconds,
  trustedProxies,
} from "../../../stream-config/environment";
import { limitsFor } from "../admission/limits";
import type { ClientTls, Config, MessagingConfig, RedisConfig, ReplaysConfig } from "./config";
import { ConfigError } from "./error";
import { ConfigFiles } from "./files";
import { toTracing } from "./tracing";

/** The configuration of this process. Ends the process with every problem when it can't be used. */
export function readConfig(): Config {
  try {
    return parseConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** The configuration in the environment and the files that it names. Throws ConfigError with every problem. */
export function parseConfig(env: NodeJS.ProcessEnv): Config {
  const { values, problems } = parseEnvironment(env);
  const files = new ConfigFiles(values);
  const secrets = readFiles(values, files);
  const all = [...problems, ...files.problems];
  if (all.length > 0) throw new ConfigError(all);
  return toConfig(values, secrets);
}

function readFiles(env: Env, files: ConfigFiles) {
  const tls = env.TLS_CERT_FILE !== undefined || env.TLS_KEY_FILE !== undefined;
  return {
    tls: tls ? files.serverTls() : undefined,
    signingKeys: files.signingKeys("SIGNING_KEYS_FILE"),
    redisPassword: files.optional("REDIS_PASSWORD_FILE"),
    redisCa: files.optional("REDIS_CA_FILE"),
    natsSeed: env.MESSAGE_QUEUE === "on" ? files.seed("NATS_SEED_FILE") : "",
    contract: env.MESSAGE_QUEUE === "on" ? files.contract("CONTRACT_FILE") : { consumers: [] },
    deadLettersSeed: optionalSeed(env, files),
    replays: readReplays(env, files),
    natsCa: files.optional("NATS_CA_FILE"),
  };
}

function toConfig(env: Env, secrets: ReturnType<typeof readFiles>): Config {
  return {
    environment: env.ENVIRONMENT,
    logLevel: env.LOG_LEVEL,
    logPersonalData: env.LOG_PERSONAL_DATA,
    apiDocs: env.API_DOCS,
    listen: {
      host: env.HOST,
      port: env.PORT,
      adminPort: env.ADMIN_PORT,
      trustedProxies: trustedProxies(env),
      proxyProtocol: env.PROXY_PROTOCOL,
      limits: toLimits(env),
      ...(secrets.tls && { tls: secrets.tls }),
    },
    tokens: {
      issuer: env.ISSUER,
      accessTtlSeconds: toSeconds(env.ACCESS_TOKEN_TTL),
      refreshTtlSeconds: toSeconds(env.REFRESH_TOKEN_TTL),
      sessionTtlSeconds: toSeconds(env.SESSION_TTL),
      refreshRepeatSeconds: toSeconds(env.REFRESH_REPEAT_WINDOW),
      refreshBurst: env.REFRESH_BURST,
      refreshIntervalSeconds: toSeconds(env.REFRESH_INTERVAL),
      signingKeys: secrets.signingKeys,
    },
    registrationsPerHour: env.REGISTRATIONS_PER_HOUR,
    passwordMinLength: env.PASSWORD_MIN_LENGTH,
    passwordHash: {
      memoryCost: env.PASSWORD_HASH_MEMORY * 1024,
      timeCost: env.PASSWORD_HASH_PASSES,
      parallelism: env.PASSWORD_HASH_LANES,
    },
    passwordBlocklist: toBlocklist(env),
    redis: toRedis(env, secrets.redisPassword, secrets.redisCa),
    messaging: toMessaging(env, secrets),
    tracing: toTracing(env),
    shutdown: shutdownSeconds(env),
  };
}

/** What the configuration says of bounds, and for the rest what fits into memory. */
function toLimits(env: Env): Config["listen"]["limits"] {
  const { requests, connections, pipelined } = limitsFor();
  return {
    requests: env.MAX_REQUESTS ?? requests,
    connections: env.MAX_CONNECTIONS ?? connections,
    pipelined: env.MAX_PIPELINED_REQUESTS ?? pipelined,
  };
}

function toBlocklist(env: Env): Config["passwordBlocklist"] {
  if (env.PASSWORD_BLOCKLIST === "off") return { kind: "off" };
  return { kind: "on", words: env.PASSWORD_BLOCKED_WORDS?.split(",") ?? [] };
}

function toRedis(env: Env, password: string | undefined, ca: string | undefined): RedisConfig {
  const url = new URL(env.REDIS_URL);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port || 6379),
    ...(env.REDIS_USERNAME !== undefined && { username: env.REDIS_USERNAME }),
    ...(password !== undefined && { password }),
    ...(url.protocol === "rediss:" && { tls: toClientTls(ca) }),
  };
}

function optionalSeed(env: Env, files: ConfigFiles): string | undefined {
  if (env.MESSAGE_QUEUE === "off" || env.NATS_DEAD_LETTERS_SEED_FILE === undefined) return undefined;
  return files.seed("NATS_DEAD_LETTERS_SEED_FILE");
}

/** One of the two files without the other is a problem. */
function readReplays(env: Env, files: ConfigFiles): ReplaysConfig | undefined {
  const { MESSAGE_QUEUE: queue, REPLAY_TOKEN_FILE: token, NATS_OPERATOR_SEED_FILE: seed } = env;
  if (queue === "off" || (token === undefined && seed === undefined)) return undefined;
  return { token: files.token("REPLAY_TOKEN_FILE"), seed: files.seed("NATS_OPERATOR_SEED_FILE") };
}

function toMessaging(
  env: Env,
  { natsSeed: seed, contract, deadLettersSeed, replays, natsCa }: ReturnType<typeof readFiles>,
): MessagingConfig {
  if (env.MESSAGE_QUEUE === "off") return { kind: "off" };
  const servers = env.NATS_URL.split(",");
  const tls = servers.some((server) => server.startsWith("tls://"));
  return {
    kind: "on",
    servers,
    contract,
    seed,
    ...(deadLettersSeed !== undefined && { deadLettersSeed }),
    ...(replays !== undefined && { replays }),
    ...(tls && { tls: toClientTls(natsCa) }),
  };
}

function toClientTls(ca: string | undefined): ClientTls {
  return ca === undefined ? {} : { ca };
}
