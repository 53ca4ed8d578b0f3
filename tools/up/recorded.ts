import { Type } from "typebox";
import { Value } from "typebox/value";
import { settingKeys } from "../../infra/provider/stack/changes";
import type { Settings } from "../../infra/provider/stack/rules";

const resourceSchema = Type.Object({ type: Type.String(), inputs: Type.Optional(Type.Unknown()) });

const exportedSchema = Type.Object({
  deployment: Type.Object({ resources: Type.Optional(Type.Array(resourceSchema)) }),
});

const recordSchema = Type.Object({
  values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
});

/**
 * The settings that a stack was last brought up with, as its `Settings` resource records them, of what
 * `pulumi stack export` printed. None where nothing was ever brought up. A StorageClass that is the cluster's default is
 * left out.
 */
export function recordedSettings(exported: string): Settings {
  const { deployment } = Value.Parse(exportedSchema, JSON.parse(exported));
  const record = deployment.resources?.find(({ type }) => type === "authstack:stack:Settings");
  if (record === undefined) return {};
  const { values } = Value.Parse(recordSchema, record.inputs);
  const known = settingKeys.map((key) => [key, values[key]] as const);
  return Object.fromEntries(known.filter(([, value]) => value !== undefined && value !== ""));
}
