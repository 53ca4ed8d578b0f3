import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { UserError } from "../lib/errors";
import { hasCode } from "../lib/files";
import { projectDir } from "../lib/paths";

/** What is deployed from the checkout: the program, the contract and what images are built from. */
const deployed = [
  "infra",
  "service",
  "stream-config",
  "tools/images",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "Pulumi.yaml",
] as const;

/** Results of other commands, which nothing is deployed from. */
const results: readonly string[] = ["node_modules", "dist"];

/** Files by their path in the checkout, each with the digest of its content. */
export type Tree = ReadonlyMap<string, string>;

/** The checkout as it is now, as far as it is deployed. */
export function readTree(dir = projectDir): Tree {
  const files = deployed.flatMap((path) => filesUnder(join(dir, path)));
  return new Map(files.flatMap((path) => entryOf(path, dir)));
}

/** Throws UserError when something was saved since: what is deployed would be neither the one state nor the other. */
export function demandSame(before: Tree, meanwhile: string, dir = projectDir): void {
  const changed = changedFiles(before, readTree(dir));
  if (changed.length === 0) return;
  const [shown, more] = [changed.slice(0, 5).join(", "), changed.length - 5];
  throw new UserError(
    `Saved while this ran: ${shown}${more > 0 ? ` and ${more} more` : ""}. ${meanwhile}`,
    "Run `make up` again; it deploys what the files say then.",
  );
}

function changedFiles(before: Tree, now: Tree): string[] {
  const all = [...new Set([...before.keys(), ...now.keys()])];
  return all.filter((path) => before.get(path) !== now.get(path)).sort();
}

function filesUnder(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => !results.includes(name));
  return names.flatMap((name) => filesUnder(join(path, name)));
}

/** A file may go while it is looked for. */
function entryOf(path: string, dir: string): [string, string][] {
  try {
    return [[relative(dir, path), createHash("sha256").update(readFileSync(path)).digest("hex")]];
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
    return [];
  }
}
