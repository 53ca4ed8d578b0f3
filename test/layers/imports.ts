import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";
import { projectDir } from "../../tools/lib/paths";

/** The files that each file imports from, types included, by path in the checkout. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** Reads the imports of all TypeScript in the checkout but tests: wings, and documentation's examples. */
export function readImports(): Imports {
  const files = new Set(topFolders().flatMap(filesIn));
  return new Map([...files].map((file) => [file, importsOf(file, files)]));
}

/** The packages that each file imports from, types included, by path in the checkout; those of tests too. */
export function readPackages(): Imports {
  return new Map([...topFolders(), "test"].flatMap(filesIn).map((file) => [file, packagesOf(file)]));
}

function topFolders(): string[] {
  return readdirSync(projectDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^(\..*|node_modules|test)$/.test(entry.name))
    .map(({ name }) => name);
}

function filesIn(folder: string): string[] {
  return readdirSync(join(projectDir, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !/(^|\/)(node_modules|dist)\//.test(path))
    .map((path) => `${folder}/${path}`);
}

function importsOf(file: string, files: ReadonlySet<string>): string[] {
  return [...new Set(namesIn(file).flatMap((name) => resolve(file, name, files) ?? []))];
}

function packagesOf(file: string): string[] {
  const names = namesIn(file).flatMap((name) => /^(@[^/]+\/)?[^./][^/]*/.exec(name)?.[0] ?? []);
  return [...new Set(names)];
}

function namesIn(file: string): string[] {
  const text = readFileSync(join(projectDir, file), "utf8");
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

function resolve(from: string, name: string, files: ReadonlySet<string>): string | undefined {
  if (!name.startsWith(".")) return undefined;
  const path = posix.join(posix.dirname(from), name.replace(/\.js$/, ""));
  return [path, `${path}.ts`, `${path}/index.ts`].find((candidate) => files.has(candidate));
}
