import { join } from "node:path";
import { readIfThere, writeAtomically } from "../lib/files";
import type { Registry } from "./reference";

/** A registry, and the folder where it is remembered what was pushed to it. */
export interface ImageStore {
  readonly registry: Registry;
  readonly dir: string;
}

/** Which digest the image built from these inputs has in a registry. */
export interface ImageRecord {
  readonly key: string;
  readonly digest: string;
}

/** What was pushed last for an image, or undefined when nothing was. */
export function readRecord(store: ImageStore, image: string): ImageRecord | undefined {
  const text = readIfThere(recordPath(store, image)) ?? "";
  const [, key, digest] = /^([0-9a-f]{16}) (sha256:[0-9a-f]{64})\n$/.exec(text) ?? [];
  return key === undefined || digest === undefined ? undefined : { key, digest };
}

/** Remembers what was pushed. */
export function writeRecord(store: ImageStore, image: string, { key, digest }: ImageRecord): void {
  writeAtomically(recordPath(store, image), `${key} ${digest}\n`);
}

function recordPath({ registry, dir }: ImageStore, image: string): string {
  return join(dir, encodeURIComponent(`${registry.host}${registry.path}`), image);
}
