export { type Config, parseConfig, readConfig, toConfig } from "./config";
export { ConfigError } from "./error";
export { ConfigFiles, type SigningKey } from "./files";
export type { MessagingConfig } from "./messaging";
export type { RedisConfig } from "./redis";
export type { ReplaysConfig } from "./secrets";
export type { SessionLifetimes } from "./tokens";
export type { TracingConfig } from "./tracing";
