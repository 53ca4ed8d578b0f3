/** Stands for a value that comes from a resource that doesn't exist yet; `pulumi up` checks it when it does. */
export const notYetKnown = Symbol("not yet known");

/** A plain copy of a resource's properties, in which reading an unknown value does not throw. */
export function plainCopy(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => copyAt(value, index));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, copyAt(value, key)]));
}

/** The policy SDK throws when an unknown value is read. */
function copyAt(from: object, key: string | number): unknown {
  let value: unknown;
  try {
    value = Reflect.get(from, key);
  } catch {
    return notYetKnown;
  }
  return plainCopy(value);
}

/** What is at the path; undefined where there is nothing. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce(
    (node, key) => (typeof node === "object" && node !== null ? Reflect.get(node, key) : asLeaf(node)),
    value,
  );
}

function asLeaf(node: unknown): unknown {
  return node === notYetKnown ? notYetKnown : undefined;
}

/** The items at the path; none where there is no list. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const list = at(value, ...path);
  return Array.isArray(list) ? list : [];
}

/** The members at the path; none where there is no object. */
export function membersAt(
  value: unknown,
  ...path: readonly string[]
): readonly (readonly [string, unknown])[] {
  const node = at(value, ...path);
  return typeof node === "object" && node !== null ? Object.entries(node) : [];
}

/** The text at the path, or undefined where there is none or it is not yet known. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const text = at(value, ...path);
  return typeof text === "string" ? text : undefined;
}

/** Whether the value is one of those expected, or can't be told yet. */
export function isOrWillBe(value: unknown, ...expected: readonly unknown[]): boolean {
  return value === notYetKnown || expected.includes(value);
}
