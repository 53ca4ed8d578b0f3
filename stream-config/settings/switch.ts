import type { Properties } from "./codec";
import { field } from "./place";
import type { Rule } from "./rules";
import { setting, usually } from "./setting";
import { flag } from "./value";

/** What a switch has of its own. */
interface Switch {
  readonly api: string;
  readonly description: string;
  readonly change: Rule<boolean>;
  readonly beside?: Properties;
}

/** The row of a switch that is usually off. */
export function switchSetting({ api, description, ...own }: Switch) {
  return setting({
    ...own,
    api: field(api),
    value: flag(description),
    absent: usually(false),
    samples: [false, true],
  });
}
