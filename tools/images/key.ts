import { createHash, type Hash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { ImageDefinition, Inputs } from "./image";

/** Results of other commands, which no image takes from the checkout. */
const ignored: readonly string[] = ["node_modules", "dist"];

/** The name of what an image is built from: equal for equal inputs, another one when any of them changes. */
export function contentKey({ files, texts }: Inputs): string {
  const hash = createHash("sha256");
  for (const path of files) addPath(hash, path, basename(path));
  hash.update(JSON.stringify(texts));
  return hash.digest("hex").slice(0, 16);
}

/** The content key of an image, its Dockerfile included. */
export function imageKey({ dockerfile, inputs }: ImageDefinition): string {
  const { files, texts } = inputs();
  return contentKey({ files: [dockerfile, ...files], texts });
}

/** The name counts relative to what was asked for, so that the checkout may lie anywhere. */
function addPath(hash: Hash, path: string, name: string): void {
  const stats = statSync(path);
  if (!stats.isDirectory()) {
    const content = readFileSync(path);
    hash.update(`file ${name} ${stats.mode & 0o111} ${content.length}\n`).update(content);
    return;
  }
  const entries = readdirSync(path).filter((entry) => !ignored.includes(entry));
  for (const entry of entries.sort()) addPath(hash, join(path, entry), `${name}/${entry}`);
}
