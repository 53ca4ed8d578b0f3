import type { Schema } from "./openapi";

/**
 * Moves every object schema that has a title to where all of them can be found by it, and leaves a reference behind:
 * generators of clients make one type of each.
 */
export function nameSchemas<T>(value: T): { readonly value: T; readonly schemas: Record<string, Schema> } {
  const schemas: Record<string, Schema> = {};
  return { value: move(value, schemas) as T, schemas };
}

function move(value: unknown, schemas: Record<string, Schema>): unknown {
  if (Array.isArray(value)) return value.map((item) => move(item, schemas));
  if (typeof value !== "object" || value === null) return value;
  const moved = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, move(item, schemas)]));
  const { type, title } = moved;
  if (type !== "object" || typeof title !== "string") return moved;
  schemas[title] = moved;
  return { $ref: `#/components/schemas/${title}` };
}
