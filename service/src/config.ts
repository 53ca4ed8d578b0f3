import { toSeconds } from "../../stream-config";
import {
  type Env,
  parseEnvironment,
  type ServiceContract,
  type ShutdownSeconds,
  shutdownSeconds,
  trustedProxies,
} from "../../stream-config/environment";
import type { AdmissionLimits } from "./admission/limits";
import { ConfigFiles, type SigningKey } from "./config/files";
import { toLimits } from "./config/limits";
import { ConfigError } from "./config/problem";
import { type TracingConfig, toTracing } from "./config/tracing";

import type { HashParameters } from "./passwords/parameters";

export type { SigningKey } from "./config/files";
export { ConfigError } from "./config/problem";

/** Client side of TLS: `ca` is the PEM of the CA to trust in place of the system's. */
export interface ClientTls {
  readonly ca?: string;
}

/** Where Redis is and who we are to it. */
export interface RedisConfig {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: ClientTls;
}

/** The endpoint for replays: what its callers have to send, and the seed of the user `operator`; both secret. */
export interface ReplaysConfig {
  readonly token: string;
  readonly seed: string;
}

/** Where NATS is and who we are to it; or that there is none and no event is written. */
export type MessagingConfig =
  | { readonly kind: "off" }
  | {
      readonly kind: "on";
      readonly servers: readonly string[];
      readonly contract: ServiceContract;
      /** nkey seed, secret. */
      readonly seed: string;
      /** Seed of the user `dead-letters`, secret. Without it nothing is copied to the dead letters. */
      readonly deadLettersSeed?: string;
      /** Without it the admin port has no endpoint for replays. */
      readonly replays?: ReplaysConfig;
      readonly tls?: ClientTls;
    };

/** Everything that the service has to be told, checked. */
export interface Config {
  readonly environment: string;
  readonly logLevel: Env["LOG_LEVEL"];
  /** What the log shows of the personal data of an event that could not be published. */
  readonly logPersonalData: Env["LOG_PERSONAL_DATA"];
  /** Whether the OpenAPI document and a page to browse it are served; never in production. */
  readonly apiDocs: Env["API_DOCS"];
  readonly listen: {
    readonly host: string;
    readonly port: number;
    readonly adminPort: number;
    /** Addresses and networks whose X-Forwarded-For is believed. */
    readonly trustedProxies: readonly string[];
    /** Whether these begin each connection with the address of its client. */
    readonly proxyProtocol: Env["PROXY_PROTOCOL"];
    readonly limits: AdmissionLimits;
    readonly tls?: { readonly cert: string; readonly key: string };
  };
  readonly tokens: {
    readonly issuer: string;
    readonly accessTtlSeconds: number;
    readonly refreshTtlSeconds: number;
    readonly sessionTtlSeconds: number;
    readonly refreshRepeatSeconds: number;
    readonly refreshBurst: number;
    readonly refreshIntervalSeconds: number;
    /** In any order; their `nbf` says which of them signs when. */
    readonly signingKeys: readonly SigningKey[];
  };
  /** How many registrations an hour a network may try before any of its users has logged in. */
  readonly registrationsPerHour: number;
  readonly passwordMinLength: number;
  /** What new hashes cost; older ones are made anew at the next login. */
  readonly passwordHash: HashParameters;
  /** Whether common passwords are refused, and such as are made of the organisation's words. */
  readonly passwordBlocklist:
    | { readonly kind: "off" }
    | { readonly kind: "on"; readonly words: readonly string[] };
  readonly redis: RedisConfig;
  readonly messaging: MessagingConfig;
  readonly tracing: TracingConfig;
  /** Requests are still taken for the delay, while load balancers learn that readiness is gone. */
  readonly shutdown: ShutdownSeconds;
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
