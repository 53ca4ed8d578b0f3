/** A JSON Schema, as far as a review looks into it. */
export type Schema = Readonly<Record<string, unknown>>;

/** A field of an event's data: its path, e.g. "address.city" or "roles[]", and what is said of it. */
export interface Field {
  readonly path: string;
  readonly schema: Schema;
  readonly presence: "always" | "when known";
}

/** Every field of a schema, those within objects and lists included. */
export function fieldsOf(schema: Schema, prefix = ""): Field[] {
  const own = propertiesOf(schema).map(([name, property]) => ({
    path: `${prefix}${name}`,
    schema: property,
    presence: isRequired(schema, name) ? ("always" as const) : ("when known" as const),
  }));
  return own.flatMap((field) => [field, ...inner(field)]);
}

/** The properties of an object's schema. */
export function propertiesOf(schema: Schema): [string, Schema][] {
  return Object.entries(asSchema(schema.properties)).map(([name, property]) => [name, asSchema(property)]);
}

/** Whether the object always has the property. */
export function isRequired(schema: Schema, name: string): boolean {
  return Array.isArray(schema.required) && schema.required.includes(name);
}

/** An object as a schema; anything else says nothing. */
export function asSchema(value: unknown): Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function inner({ path, schema }: Field): Field[] {
  const items = schema.items === undefined ? [] : fieldsOf(asSchema(schema.items), `${path}[].`);
  return [...fieldsOf(schema, `${path}.`), ...items];
}
