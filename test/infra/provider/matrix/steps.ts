import { normalForm } from "../../../../stream-config/settings/codec";
import type { Settings } from "../../../../stream-config/settings/setting";

/** Values of settings before and after a change. */
export interface Step<Values> {
  readonly from: Values;
  readonly to: Values;
}

/** Changes between each and the next, there and back. */
export function steps<Values>(...values: readonly Values[]): Step<Values>[] {
  return values.slice(1).flatMap((to, index) => {
    const from = values[index]!;
    return [
      { from, to },
      { from: to, to: from },
    ];
  });
}

/** Changes of each setting between its samples, and to and from none where it has no default. `others` have none. */
export function sampleSteps<Values extends object>(
  settings: Settings,
  others: readonly (keyof Values)[],
): Step<Values>[] {
  const names: readonly PropertyKey[] = others;
  return Object.entries(settings)
    .filter(([name]) => !names.includes(name))
    .flatMap(([name, { absent, value, samples, beside }]) => {
      const given = samples.filter((sample) => sample !== undefined);
      // As it will be read back.
      const values = given.map((sample) => ({ ...beside, [name]: normalForm(value.codec, sample) }));
      const none = absent.kind === "default" ? [] : [{ ...beside }];
      return steps(...([...none, ...values] as Values[]));
    });
}
