import { kindOf } from "./kubernetes";
import type { Resource } from "./rule";
import { membersAt } from "./values";

/** Files of a ConfigMap or Secret whose name fits, as far as their content is known. */
export function filesOf(
  resource: Resource,
  name: RegExp,
): { readonly name: string; readonly text: string }[] {
  const kind = kindOf(resource);
  if (kind !== "ConfigMap" && kind !== "Secret") return [];
  return ["data", "stringData"]
    .flatMap((field) => membersAt(resource.props, field))
    .flatMap(([key, text]) => (name.test(key) && typeof text === "string" ? [{ name: key, text }] : []));
}
