import { Type } from "typebox";
import type { Properties } from "../resource";

/** Input of every key: raise it to get a new one. */
export const generation = Type.Optional(
  Type.Integer({ minimum: 1, description: "Raise it to get a new value. Default 1." }),
);

/** A key's inputs with the default generation. */
export function withGeneration(inputs: Properties): Properties {
  return { generation: 1, ...inputs };
}

/** The name in a URN: "urn:pulumi:stack::project::type::name" → "name". */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
