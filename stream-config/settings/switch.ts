import type { Properties } from "./codec";
import { field } from "./place";
import { type Say, switched } from "./rules";
import { setting, usually } from "./setting";
import { flag } from "./value";

/** What a switch has of its own: what comes of turning it on, and off. */
interface Switch {
  readonly api: string;
  readonly description: string;
  readonly on: Say<boolean, boolean>;
  readonly off: Say<boolean, boolean>;
  readonly beside?: Properties;
}

/** The row of a switch that is usually off. */
export function switchSetting({ api, description, on, off, ...own }: Switch) {
  return setting({
    ...own,
    api: field(api),
    value: flag(description),
    absent: usually(false),
    change: switched({ on, off }),
    samples: [false, true],
  });
}
