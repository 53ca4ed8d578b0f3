import { join } from "node:path";
import { readIfThere, writeAtomically } from "../files";
import { cacheDir } from "../paths";
import type { Registry } from "./reference";

/** Which digest the image built from these inputs has in a registry. */
export interface ImageRecord {
  readonly key: string;
  readonly digest: string;
}

/** What was pushed last for an image, or undefined when nothing was. */
export function readRecord(registry: Registry, image: string): ImageRecord | undefined {
  const text = readIfThere(recordPath(registry, image)) ?? "";
  const [, key, digest] = /^([0-9a-f]{16}) (sha256:[0-9a-f]{64})\n$/.exec(text) ?? [];
  return key === undefined || digest === undefined ? undefined : { key, digest };
}

/** Remembers what was pushed. */
export function writeRecord(registry: Registry, image: string, { key, digest }: ImageRecord): void {
  writeAtomically(recordPath(registry, image), `${key} ${digest}\n`);
}

function recordPath({ host, path }: Registry, image: string): string {
  return join(cacheDir, "images", encodeURIComponent(`${host}${path}`), image);
}
