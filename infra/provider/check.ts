import type { TObject } from "typebox";
import { Value } from "typebox/value";
import type { CheckFailure } from "./resource";
import type { Decoded } from "./wire";

type SchemaError = ReturnType<typeof Value.Errors>[number];

/** Everything that the schema finds wrong with the properties; those in `unknown` are not missed. */
export function schemaFailures(
  schema: TObject,
  properties: Decoded,
  unknown: ReadonlySet<string>,
): CheckFailure[] {
  return Value.Errors(schema, properties.values)
    .flatMap((error) => describe(error, properties))
    .filter(({ property }) => !unknown.has(property));
}

function describe(error: SchemaError, properties: Decoded): CheckFailure[] {
  const path = propertyPath(error.instancePath);
  switch (error.keyword) {
    case "required":
      return error.params.requiredProperties.map((name) => ({
        property: join(path, name),
        reason: "is missing",
      }));
    case "additionalProperties":
      return error.params.additionalProperties.map((name) => ({
        property: join(path, name),
        reason: "is not a property of this resource; check its spelling",
      }));
    case "boolean":
      return [];
    case "enum":
      return [{ property: path, reason: `${quote(error, properties)} is none of ${allowed(error.params)}` }];
    default:
      return [{ property: path, reason: `${quote(error, properties)} ${error.message}` }];
  }
}

function allowed({ allowedValues }: { allowedValues: readonly unknown[] }): string {
  return allowedValues.map((value) => JSON.stringify(value)).join(", ");
}

/** The offending value, unless it is a secret or an object that may hold one. */
function quote(error: SchemaError, { values, secrets }: Decoded): string {
  const value = Value.Pointer.Get(values, error.instancePath);
  const [, name = ""] = error.instancePath.split("/");
  return typeof value === "object" || secrets.has(name) ? "the value" : JSON.stringify(value);
}

/** "/subjects/0" → "subjects[0]" */
function propertyPath(pointer: string): string {
  return pointer.split("/").slice(1).reduce(join, "");
}

function join(path: string, name: string): string {
  if (/^\d+$/.test(name)) return `${path}[${name}]`;
  return path === "" ? name : `${path}.${name}`;
}
