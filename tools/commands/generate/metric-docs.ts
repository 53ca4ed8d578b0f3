import { counted, type Definition, measured } from "../../../service/src/metrics";
import { code, table } from "../../../stream-config/render/tables";

/** Markdown table: the service's own metrics, by name. */
export function metricTable(): string {
  const definitions: readonly Definition[] = [...Object.values(counted), ...Object.values(measured)];
  const rows = definitions
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .map(({ name, kind, labels, help }) => [code(name), kind, labels.map(code).join(", "), help]);
  return table(["metric", "kind", "labels", "what"], rows);
}
