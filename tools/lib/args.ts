import { type ParseArgsConfig, parseArgs } from "node:util";
import { UserError } from "./errors";

/** Reads a command line as `parseArgs` does. Throws UserError with its reason and this fix. */
export function parseOptions<Config extends ParseArgsConfig>(
  config: Config,
  fix: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UserError(error.message.split(". ")[0] ?? error.message, fix);
  }
}

/** The value if it is one of the known ones. Throws UserError quoting it. */
export function oneOf<Value extends string>(option: string, given: string, known: readonly Value[]): Value {
  const value = known.find((name) => name === given);
  if (value !== undefined) return value;
  throw new UserError(`${option} ${JSON.stringify(given)} is not known`, `Use one of ${known.join(", ")}.`);
}
