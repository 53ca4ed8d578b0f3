import { namesOf } from "../../../../stream-config/settings/place";
import type { Fields } from "../../../../stream-config/settings/setting";
import type { StructureCodec } from "../../../../stream-config/settings/structure";

/** Every field by its path in the API, e.g. "mirror.external.api". */
export function apiPaths(fields: Fields, prefix = ""): string[] {
  return Object.values(fields).flatMap(({ api, value: { codec } }) => {
    const paths = namesOf(api).map((name) => `${prefix}${name}`);
    if (!("fields" in codec)) return paths;
    return paths.flatMap((path) => apiPaths((codec as StructureCodec).fields, `${path}.`));
  });
}

/** What the configuration has at the path; of lists, what their first item has. */
export function valueAt(config: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => {
    const object = Array.isArray(value) ? value[0] : value;
    return typeof object === "object" && object !== null ? Reflect.get(object, name) : undefined;
  }, config);
}
