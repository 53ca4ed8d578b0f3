/** One thing that is wrong with the configuration. `value` is absent where it is missing or could be secret. */
export interface ConfigProblem {
  readonly key: string;
  readonly value?: string;
  readonly fix: string;
}
