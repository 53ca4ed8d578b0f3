import type { Settings } from "../../../../stream-config/settings/setting";
import type { Kind } from "../../../../stream-config/settings/value";
import { encodeFields } from "../../../../stream-config/settings/wire";
import type { Wire } from "../engine";
import { apiPaths, valueAt } from "./paths";
import type { Spellings } from "./spellings";
import type { ImportCase } from "./stream-cases";

/** An import with its sample for each field that has none among the `odd` ones. */
export function sampledImports(settings: Settings, odd: readonly ImportCase[]): ImportCase[] {
  const known = new Set(odd.map(([path]) => path));
  return Object.entries(settings).flatMap(([name, { samples, beside }]) => {
    const [, sample] = samples;
    const config = encodeFields(pick(settings, [name, ...Object.keys(beside ?? {})]), {
      ...beside,
      [name]: sample,
    });
    return apiPaths(pick(settings, [name]))
      .filter((path) => !known.has(path) && valueAt(config, path) !== undefined)
      .map((path): ImportCase => [path, config]);
  });
}

/** Other ways to say that nothing is set, or the default. */
const nothing: Readonly<Record<Kind, readonly unknown[]>> = {
  plain: [],
  text: [""],
  flag: [false],
  choice: [],
  count: [0],
  limit: [0, -1],
  size: ["0B"],
  duration: ["0s"],
  instant: [],
  list: [[]],
  notes: [{}],
  structure: [{}],
};

/** The spellings of each setting that has none among the `odd` ones: of nothing, of the default, and its sample. */
export function sampledSpellings(settings: Settings, odd: Spellings): Spellings {
  const rows = Object.entries(settings).filter(([name]) => !(name in odd));
  return Object.fromEntries(
    rows.map(([name, { absent, value, samples, beside }]) => {
      const usual = absent.kind === "default" ? [absent.value] : [];
      const alone = [...nothing[value.kind], ...usual].map((one): Wire => ({ [name]: one }));
      return [name, [...alone, { ...beside, [name]: samples[1] }]];
    }),
  );
}

function pick(settings: Settings, names: readonly string[]): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => names.includes(name)));
}
