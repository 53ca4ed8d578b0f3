import { UnitError } from "../../../stream-config";
import { normalForm } from "../../../stream-config/settings/codec";
import type { Settings } from "../../../stream-config/settings/setting";
import type { CheckFailure, Properties } from "../resource";

/** The given properties, each in its one normal form; what means "not set" is left out. */
export function normalise(
  settings: Settings,
  given: Properties,
): { inputs: Properties; failures: CheckFailure[] } {
  const failures: CheckFailure[] = [];
  const normal = Object.entries(given).map(([name, value]) => {
    try {
      const setting = settings[name];
      return [name, setting ? normalForm(setting.value.codec, value) : value];
    } catch (error) {
      if (!(error instanceof UnitError)) throw error;
      failures.push({ property: name, reason: error.message });
      return [name, value];
    }
  });
  return { inputs: Object.fromEntries(normal.filter(([, value]) => value !== undefined)), failures };
}
