export { type Config, parseConfig, readConfig, toConfig } from "./config";
export { ConfigError } from "./error";
export { ConfigFiles, type SigningKey } from "./files";
export type { MessagingConfig, ReplaysConfig } from "./messaging";
export type { RedisConfig } from "./redis";
export type { TracingConfig } from "./tracing";
