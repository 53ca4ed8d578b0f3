import { type Static, type TProperties, type TSchema, Type } from "typebox";
import { Compile } from "typebox/compile";
import { Value } from "typebox/value";
import { servicePorts } from "./ports";
import type { ConfigProblem } from "./problem";

const text = (fix: string, more = {}) => Type.String({ minLength: 1, fix, ...more });
const file = (fix: string) => Type.Optional(text(`Name a file that holds ${fix}.`));
const port = (value: number) =>
  Type.Integer({
    minimum: 0,
    maximum: 65_535,
    default: value,
    fix: "Write a port number; 0 takes a free one.",
  });
const duration = (value: string, pattern = "^[1-9]\\d{0,4}[smhd]$") =>
  text(`Write a whole number and s, m, h or d, e.g. "${value}".`, { pattern, default: value });
/** A text of this pattern that is a list of URLs: a port of 99999 or half an IPv6 address is none. */
const urls = (fix: string, more: { pattern: string; default?: string }) =>
  Type.Refine(text(fix, more), (list) => list.split(",").every((url) => URL.canParse(url)));
const collector = (url: string) =>
  Type.Optional(urls(`Write the URL of a collector, e.g. "${url}".`, { pattern: "^https?://[^\\s@,]+$" }));
const bound = (what: string, maximum: number) =>
  Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum,
      fix: `Write how many ${what} there may be at once, at most ${maximum}; leave it out for what fits into memory.`,
    }),
  );
const samplers = [
  "always_on",
  "always_off",
  "traceidratio",
  "parentbased_always_on",
  "parentbased_always_off",
  "parentbased_traceidratio",
] as const;

const properties = {
  HOST: text('Write an address to listen on, e.g. "127.0.0.1" or "0.0.0.0".', { default: "127.0.0.1" }),
  PORT: port(servicePorts.api),
  ADMIN_PORT: port(servicePorts.admin),
  TLS_CERT_FILE: file("the server certificate chain in PEM; TLS_KEY_FILE belongs to it"),
  TLS_KEY_FILE: file("the server's private key in PEM; TLS_CERT_FILE belongs to it"),
  TRUSTED_PROXIES: Type.Optional(
    text('List the addresses or networks of proxies, separated by commas, e.g. "10.0.0.0/8,fd00::1".'),
  ),
  PROXY_PROTOCOL: Type.Enum(["on", "off"], {
    default: "off",
    fix: "Write on or off; on needs TRUSTED_PROXIES, the balancers that send it.",
  }),
  MAX_CONNECTIONS: bound("connections", 1_000_000),
  MAX_REQUESTS: bound("requests", 100_000),
  MAX_PIPELINED_REQUESTS: bound("requests of one connection", 1_000),
  ENVIRONMENT: text('Name the environment, e.g. "production".', { default: "development", maxLength: 64 }),
  API_DOCS: Type.Enum(["on", "off"], { default: "off", fix: "Write on or off; off in production." }),
  LOG_LEVEL: Type.Enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
    default: "info",
    fix: "Write fatal, error, warn, info, debug, trace or silent.",
  }),
  LOG_PERSONAL_DATA: Type.Enum(["redacted", "shown"], {
    default: "redacted",
    fix: "Write redacted or shown.",
  }),
  ISSUER: urls('Write the URL that clients reach the service under, e.g. "https://auth.example.com".', {
    pattern: "^https?://[^\\s/?#,]+[^\\s?#,]*$",
    default: `http://localhost:${servicePorts.api}`,
  }),
  ACCESS_TOKEN_TTL: text('Write a whole number and s, m or h, 24h at most, e.g. "10m".', {
    pattern: "^([1-9]\\d{0,3}s|[1-9]\\d{0,2}m|([1-9]|1\\d|2[0-4])h)$",
    default: "10m",
  }),
  REFRESH_TOKEN_TTL: duration("14d"),
  SESSION_TTL: duration("30d"),
  REFRESH_REPEAT_WINDOW: duration("10s", "^\\d{1,2}s$"),
  REFRESH_BURST: Type.Integer({
    minimum: 1,
    maximum: 1_000_000,
    default: 60,
    fix: "Write how many times a session may be refreshed at once, 1 to 1000000.",
  }),
  REFRESH_INTERVAL: duration("10s", "^[1-9]\\d{0,2}[sm]$"),
  PASSWORD_MIN_LENGTH: Type.Integer({
    minimum: 8,
    maximum: 64,
    default: 8,
    fix: "Write a number from 8 to 64 (NIST SP 800-63B allows no less than 8).",
  }),
  PASSWORD_BLOCKLIST: Type.Enum(["on", "off"], { default: "on", fix: "Write on or off." }),
  PASSWORD_BLOCKED_WORDS: Type.Optional(
    text('List names that no password may be made of, separated by commas, e.g. "Example,Road Runner".'),
  ),
  REGISTRATIONS_PER_HOUR: Type.Integer({
    minimum: 1,
    maximum: 1_000_000,
    default: 60,
    fix: "Write how many registrations an hour a network may try before any of its users has logged in.",
  }),
  PASSWORD_HASH_MEMORY: Type.Integer({
    minimum: 19,
    maximum: 64,
    default: 19,
    fix: "Write a number of MiB from 19 to 64 for argon2id (OWASP allows no less than 19).",
  }),
  PASSWORD_HASH_PASSES: Type.Integer({
    minimum: 2,
    maximum: 10,
    default: 2,
    fix: "Write a number of passes from 2 to 10 for argon2id (OWASP allows no less than 2).",
  }),
  PASSWORD_HASH_LANES: Type.Integer({
    minimum: 1,
    maximum: 4,
    default: 1,
    fix: "Write a number of lanes from 1 to 4 for argon2id.",
  }),
  SIGNING_KEYS_FILE: file("a JWKS with private Ed25519 keys that differ in kid and nbf"),
  REDIS_URL: urls(
    'Write redis:// or rediss://, host and port, without credentials, e.g. "redis://redis:6379".',
    {
      pattern: "^rediss?://[^\\s@/?#,]+/?$",
      default: "redis://127.0.0.1:6379",
    },
  ),
  REDIS_USERNAME: Type.Optional(text("Name the Redis ACL user, or leave it out.")),
  REDIS_PASSWORD_FILE: file("the Redis password"),
  REDIS_CA_FILE: file("the CA certificate of Redis in PEM"),
  MESSAGE_QUEUE: Type.Enum(["on", "off"], { default: "on", fix: "Write on or off." }),
  NATS_URL: urls(
    'Write nats:// or tls:// URLs without credentials, e.g. "tls://nats:4222", separated by commas.',
    {
      pattern: "^(nats|tls)://[^\\s@/?#,]+(,(nats|tls)://[^\\s@/?#,]+)*$",
      default: "nats://127.0.0.1:4222",
    },
  ),
  NATS_SEED_FILE: file('the service\'s nkey seed ("SU…")'),
  NATS_DEAD_LETTERS_SEED_FILE: file(
    'the nkey seed ("SU…") of the user "dead-letters"; without it nothing is copied to the dead letters',
  ),
  NATS_OPERATOR_SEED_FILE: file(
    'the nkey seed ("SU…") of the user "operator", for replays by the admin port; REPLAY_TOKEN_FILE belongs to it',
  ),
  REPLAY_TOKEN_FILE: file(
    "the token, 32 characters or more, that callers of /replays send; NATS_OPERATOR_SEED_FILE belongs to it",
  ),
  CONTRACT_FILE: file("the durables of the contract as JSON, which the stack makes from stream-config"),
  NATS_CA_FILE: file("the CA certificate of NATS in PEM"),
  SHUTDOWN_DELAY: duration("0s", "^\\d{1,3}[sm]$"),
  TERMINATION_GRACE: text(
    'Write the time from SIGTERM to SIGKILL of whatever runs the service, 15s or more, e.g. "30s".',
    { pattern: "^(1[5-9]|[2-9]\\d|[1-9]\\d{2})s$", default: "30s" },
  ),
  OTEL_SDK_DISABLED: Type.Enum(["true", "false"], { default: "false", fix: "Write true or false." }),
  OTEL_TRACES_EXPORTER: Type.Optional(Type.Enum(["otlp", "none"], { fix: "Write otlp or none." })),
  OTEL_EXPORTER_OTLP_ENDPOINT: collector("http://collector:4318"),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector("http://collector:4318/v1/traces"),
  OTEL_EXPORTER_OTLP_PROTOCOL: Type.Enum(["http/json"], {
    default: "http/json",
    fix: "Write http/json: it is what the service speaks.",
  }),
  OTEL_TRACES_SAMPLER: Type.Enum(samplers, {
    default: "parentbased_always_on",
    fix: `Write ${samplers.slice(0, -1).join(", ")} or ${samplers.at(-1)}.`,
  }),
  OTEL_TRACES_SAMPLER_ARG: text('Write a share from 0 to 1, e.g. "0.1".', {
    pattern: "^(0(\\.\\d{1,9})?|1(\\.0{1,9})?)$",
    default: "1",
  }),
} as const satisfies TProperties;

const schema = Type.Object(properties);
const validator = Compile(schema);

/** The environment variables of the service, typed, defaults filled in. */
export type Env = Static<typeof schema>;

/** Names of the variables that hold a file's path. */
export type FileKey = Extract<keyof Env, `${string}_FILE`>;

/** Reads the service's variables; an empty one counts as not set. Values that have a problem are not to be used. */
export function parseEnv(env: Readonly<Record<string, string | undefined>>): {
  values: Env;
  problems: ConfigProblem[];
} {
  const set = Object.entries(properties).flatMap(([key, property]) =>
    env[key] ? [[key, toValue(property, env[key])]] : [],
  );
  const values = Value.Default(schema, Object.fromEntries(set)) as Env;
  const keys = new Set(validator.Errors(values).map(({ instancePath }) => instancePath.slice(1)));
  return { values, problems: [...keys].map((key) => toProblem(key, env[key])) };
}

/** What to write for a variable. */
export function fixOf(key: keyof Env): string {
  return String(Reflect.get(properties[key], "fix"));
}

function toValue(property: TSchema, text: string): string | number {
  return Type.IsInteger(property) && /^\d{1,9}$/.test(text) ? Number(text) : text;
}

function toProblem(key: string, value: string | undefined): ConfigProblem {
  return { key, ...(value && { value: hideCredentials(value) }), fix: fixOf(key as keyof Env) };
}

function hideCredentials(value: string): string {
  return value.replaceAll(/\/\/[^/]*@/g, "//***@");
}
