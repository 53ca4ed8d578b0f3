export type * from "./config";
export { ConfigError } from "./error";
export { ConfigFiles, type SigningKey } from "./files";
export { parseConfig, readConfig } from "./parse";
export type { TracingConfig } from "./tracing";
