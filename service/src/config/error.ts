import type { ConfigProblem } from "../../../stream-config/environment";

/** The configuration can't be used. Lists every problem, so that one start shows all. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  constructor(readonly problems: readonly ConfigProblem[]) {
    super(`The configuration is not valid:\n${problems.map(describe).join("\n")}`);
  }
}

function describe({ key, value, fix }: ConfigProblem): string {
  return `  ${key}${value === undefined ? "" : ` is ${JSON.stringify(value)}`}: ${fix}`;
}
