import { type FieldProblem, ProblemError } from "../problems/problem-error";

/** In text that has neither, every string is well-formed and in its normal form. */
const needsLook = /[^\p{ASCII}]|\\u/u;

/** Whole pairs are read as one character. */
const halfPair = /\p{Surrogate}/u;

/**
 * The value that was read from a JSON text, its strings in Unicode's Normalization Form C. Throws a problem that names the
 * field where a string has half of a surrogate pair: no encoding can hold that, and storing it would change it.
 */
export function normaliseText(text: string, value: unknown): unknown {
  return needsLook.test(text) ? normalise(value, []) : value;
}

function normalise(value: unknown, path: readonly string[]): unknown {
  if (typeof value === "string") return normaliseString(value, path);
  if (Array.isArray(value)) return value.map((item, index) => normalise(item, [...path, String(index)]));
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([key, item]) => [
    normaliseString(key, path),
    normalise(item, [...path, key]),
  ]);
  return Object.fromEntries(fields);
}

function normaliseString(text: string, path: readonly string[]): string {
  if (!halfPair.test(text)) return text.normalize("NFC");
  const error: FieldProblem = { field: path.join(".") || "body", detail: "has half of a surrogate pair" };
  throw new ProblemError("invalid-request", { detail: `${error.field} ${error.detail}`, errors: [error] });
}
