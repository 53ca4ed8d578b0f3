import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readIfThere } from "../../lib/files";

/** Generated texts, by path. */
export type GeneratedFiles = Readonly<Record<string, () => string | Promise<string>>>;

/** What was not as it should be. */
export interface Written {
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/** Writes what differs below `dir`, and removes what else stands in `owned`, a folder of generated files alone. */
export async function writeGenerated(dir: string, owned: string, files: GeneratedFiles): Promise<Written> {
  const written: string[] = [];
  for (const [path, render] of Object.entries(files)) {
    const text = await render();
    if (text === readIfThere(join(dir, path))) continue;
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
    written.push(path);
  }
  const removed = strangers(dir, owned, files);
  for (const path of removed) rmSync(join(dir, path));
  return { written, removed };
}

/** Files that nothing generates any more. */
export function strangers(dir: string, owned: string, files: GeneratedFiles): string[] {
  return readdirSync(join(dir, owned))
    .map((name) => `${owned}/${name}`)
    .filter((path) => files[path] === undefined);
}

/** What `make generate` says. */
export function describeWritten({ written, removed }: Written): string {
  const lines = [...written.map((path) => `wrote ${path}`), ...removed.map((path) => `removed ${path}`)];
  return lines.length === 0 ? "All generated files are up to date." : lines.join("\n");
}
