import type { Contract } from "../../../../stream-config/review/contract";
import type { parts } from "../support";

/** A change of the small contract, and what its review says. */
export interface Case {
  readonly title: string;
  /** Parts of the contract before, where they are others than usual. */
  readonly from?: Partial<typeof parts>;
  readonly to?: Partial<typeof parts>;
  /** What no definition can say: a change of the contract as it was rendered. */
  readonly rendered?: (head: Contract) => void;
  /** Words that the report has. */
  readonly says: readonly string[];
  /** Words that it doesn't have. */
  readonly not?: readonly string[];
  /** The exit status of the command: 0 harmless, 3 risky, 4 refused. */
  readonly status: 0 | 3 | 4;
}

type Settings = Readonly<Record<string, unknown>>;

/** Makes cases of one thing's settings, which `placed` puts into a contract. */
export function settingsOf(placed: (settings: Settings) => Partial<typeof parts>) {
  return (title: string, from: Settings, to: Settings, status: Case["status"], ...says: string[]): Case => ({
    title,
    from: placed(from),
    to: placed(to),
    says,
    status,
  });
}
