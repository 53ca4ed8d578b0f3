import { IsObject, IsString, type TSchema } from "typebox";
import { Value } from "typebox/value";

/**
 * The value with everything in it that Pulumi gave as a text read as the JSON that it is: `pulumi config set --path`
 * and the configuration of a default provider know nothing but texts. A text that fits as it stands, or is no JSON,
 * stays a text.
 */
export function readJsonTexts(schema: TSchema, value: unknown): unknown {
  const read = typeof value === "string" ? readText(schema, value) : value;
  if (!IsObject(schema) || typeof read !== "object" || read === null || Array.isArray(read)) return read;
  return Object.fromEntries(
    Object.entries(read).map(([name, member]) => {
      const expected = schema.properties[name];
      return [name, expected === undefined ? member : readJsonTexts(expected, member)];
    }),
  );
}

function readText(schema: TSchema, text: string): unknown {
  if (IsString(schema) || Value.Check(schema, text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
