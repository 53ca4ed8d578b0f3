import { type Config, ConfigError, parseConfig } from "../config";

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
