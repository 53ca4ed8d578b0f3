import type { TObject, TSchema } from "typebox";
import type { Provider } from "./provider";
import type { Resource } from "./resource";

/**
 * The package as Pulumi's tools know it; `pulumi import` writes code from it.
 * https://www.pulumi.com/docs/iac/packages-and-automation/pulumi-packages/schema/
 */
export function packageSchema(provider: Provider) {
  const { name, version, description, config, secretConfig, resources } = provider;
  return {
    name,
    version,
    description,
    config: { variables: properties(config, secretConfig) },
    provider: { inputProperties: properties(config, secretConfig) },
    resources: Object.fromEntries(resources.map((resource) => [resource.token, resourceSchema(resource)])),
  };
}

function resourceSchema({ description, inputs, outputs, secrets }: Resource) {
  return {
    description,
    inputProperties: properties(inputs, []),
    requiredInputs: requiredNames(inputs),
    properties: { ...properties(inputs, []), ...properties(outputs, secrets) },
    required: [...requiredNames(inputs), ...requiredNames(outputs)],
  };
}

/** Names of the properties that are always there. */
export function requiredNames(schema: TObject): readonly string[] {
  return "required" in schema && Array.isArray(schema.required) ? schema.required : [];
}

function properties(schema: TObject, secrets: readonly string[]) {
  return Object.fromEntries(
    Object.entries(schema.properties).map(([name, property]) => [
      name,
      { ...typeOf(property), ...describe(property), ...(secrets.includes(name) && { secret: true }) },
    ]),
  );
}

function describe(schema: TSchema) {
  return "description" in schema ? { description: schema.description } : {};
}

/** Pulumi's type of a property. An object, whose fields Pulumi would want as a named type, is left open. */
function typeOf(schema: TSchema): object {
  if ("items" in schema && isSchema(schema.items)) return { type: "array", items: typeOf(schema.items) };
  if ("type" in schema && schema.type === "object") return { $ref: "pulumi.json#/Any" };
  return { type: "type" in schema ? schema.type : "string" };
}

function isSchema(value: unknown): value is TSchema {
  return typeof value === "object" && value !== null;
}
