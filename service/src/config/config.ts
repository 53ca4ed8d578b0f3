import {
  type Env,
  parseEnvironment,
  type ShutdownSeconds,
  shutdownSeconds,
} from "../../../stream-config/environment";
import { ConfigError } from "./error";
import { ConfigFiles } from "./files";
import { type ListenConfig, toListen } from "./listen";
import { type MessagingConfig, toMessaging } from "./messaging";
import { type PasswordConfig, toPasswords } from "./passwords";
import { type RedisConfig, toRedis } from "./redis";
import { readSecrets, type Secrets } from "./secrets";
import { type TokenConfig, toTokens } from "./tokens";
import { type TracingConfig, toTracing } from "./tracing";

/** Everything that the service has to be told, checked. */
export interface Config extends PasswordConfig {
  readonly environment: string;
  readonly logLevel: Env["LOG_LEVEL"];
  /** What the log shows of the personal data of an event that could not be published. */
  readonly logPersonalData: Env["LOG_PERSONAL_DATA"];
  /** Whether the OpenAPI document and a page to browse it are served; never in production. */
  readonly apiDocs: Env["API_DOCS"];
  readonly listen: ListenConfig;
  readonly tokens: TokenConfig;
  readonly redis: RedisConfig;
  readonly messaging: MessagingConfig;
  readonly tracing: TracingConfig;
  /** Requests are still taken for the delay, while load balancers learn that readiness is gone. */
  readonly shutdown: ShutdownSeconds;
}

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
  const secrets = readSecrets(values, files);
  const all = [...problems, ...files.problems];
  if (all.length > 0) throw new ConfigError(all);
  return toConfig(values, secrets);
}

/** The configuration that checked variables and the files that they name make. */
export function toConfig(env: Env, secrets: Secrets): Config {
  return {
    environment: env.ENVIRONMENT,
    logLevel: env.LOG_LEVEL,
    logPersonalData: env.LOG_PERSONAL_DATA,
    apiDocs: env.API_DOCS,
    listen: toListen(env, secrets),
    tokens: toTokens(env, secrets),
    ...toPasswords(env),
    redis: toRedis(env, secrets),
    messaging: toMessaging(env, secrets),
    tracing: toTracing(env),
    shutdown: shutdownSeconds(env),
  };
}
