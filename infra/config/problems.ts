import * as pulumi from "@pulumi/pulumi";
import type { TSchema } from "typebox";
import { Settings } from "typebox/system";
import { Value } from "typebox/value";

// The default of 8 would hide problems.
Settings.Set({ maxErrors: 1000 });

/** Configuration that can't be used. Lists every problem with its key, the value and what to write instead. */
export class ConfigError extends pulumi.RunError {
  constructor(readonly problems: readonly string[]) {
    super(`The stack's configuration has ${problems.length} problem(s):\n  ${problems.join("\n  ")}`);
  }
}

/** What is wrong with `value`, one sentence a key, from the descriptions in the schema. */
export function findProblems(schema: TSchema, value: unknown): string[] {
  const paths = new Set([...Value.Errors(schema, value)].flatMap(pathsOf));
  return [...paths]
    .filter((path) => path !== "" && !hasParent(path, paths))
    .map((path) => describeProblem(schema, path, value));
}

/** A union that does not fit is one problem, not one for each of its members. */
function hasParent(path: string, paths: ReadonlySet<string>): boolean {
  return [...paths].some((other) => other !== "" && path.startsWith(`${other}.`));
}

function pathsOf(error: { instancePath: string; params: object }): string[] {
  const base = error.instancePath.split("/").filter((part) => part !== "");
  const names = Object.entries(error.params).flatMap(([key, names]) =>
    ["requiredProperties", "additionalProperties"].includes(key) && Array.isArray(names) ? names : [],
  );
  return names.length === 0 ? [base.join(".")] : names.map((name) => [...base, name].join("."));
}

/** One sentence about the key: what it is, and what to set it to. */
export function describeProblem(schema: TSchema, path: string, value: unknown): string {
  const key = `auth-stack:${path}`;
  const expected = expectedAt(schema, path);
  if (expected === undefined) return `${key} is no key of this program; remove it or correct its name`;
  const found = path.split(".").reduce(member, value);
  if (found === undefined) return `${key} is missing; set it to ${expected}`;
  return `${key} is ${JSON.stringify(found)}; set it to ${expected}`;
}

function expectedAt(schema: TSchema, path: string): string | undefined {
  const at = path
    .split(".")
    .reduce<unknown>((node, name) => member(member(node, "properties"), name), schema);
  return at === undefined ? undefined : String(member(at, "description") ?? "a section with keys");
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
