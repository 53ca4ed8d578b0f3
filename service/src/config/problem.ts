/** One thing that is wrong with the configuration. `value` is absent where it is missing or could be secret. */
export interface ConfigProblem {
  readonly key: string;
  readonly value?: string;
  readonly fix: string;
}

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
