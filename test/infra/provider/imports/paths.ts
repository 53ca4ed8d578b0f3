import type { Fields, Structure } from "../../../../infra/provider/settings/fields";

/** Every field by its path in the API, e.g. "mirror.external.api". */
export function apiPaths(fields: Fields, prefix = ""): string[] {
  return Object.values(fields).flatMap(({ api, codec }) =>
    "fields" in codec ? apiPaths((codec as Structure).fields, `${prefix}${api}.`) : [`${prefix}${api}`],
  );
}

/** What the configuration has at the path; of lists, what their first item has. */
export function valueAt(config: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => {
    const object = Array.isArray(value) ? value[0] : value;
    return typeof object === "object" && object !== null ? Reflect.get(object, name) : undefined;
  }, config);
}
