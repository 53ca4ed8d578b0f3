import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of a Go module's pins. */
export function moduleDir(module: string): string {
  return join(__dirname, module);
}

/** The files of a Go module's folder by name, in order. */
export function moduleFiles(module: string): ReadonlyMap<string, string> {
  const names = readdirSync(moduleDir(module)).sort();
  return new Map(names.map((name) => [name, readFileSync(join(moduleDir(module), name), "utf8")]));
}

/** The version of `dependency` that a module's go.mod requires, e.g. "v1.36.3". */
export function pinnedVersion(module: string, dependency: string): string {
  const text = readFileSync(join(moduleDir(module), "go.mod"), "utf8");
  const line = text
    .split("\n")
    .find((each) => each.replace(/^(require)?\s+/, "").startsWith(`${dependency} v`));
  const version = line?.match(/ (v\S+)/)?.[1];
  if (version === undefined) throw new Error(`${module}/go.mod does not require ${dependency}`);
  return version;
}
