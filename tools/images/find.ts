import { inTemporaryDir } from "../lib/files";
import { canInspect } from "./buildah";
import type { ImageDefinition } from "./image";
import { imageKey } from "./key";
import { type ImageStore, readRecord } from "./records";
import { digestReference } from "./reference";
import { findManifest } from "./registry";

/** The reference of an image that was built from what is there now and that the registry still has. */
export async function findImage(store: ImageStore, definition: ImageDefinition): Promise<string | undefined> {
  const { name } = definition;
  const { registry } = store;
  const record = readRecord(store, name);
  if (record === undefined || record.key !== imageKey(definition)) return undefined;
  const reference = digestReference(registry, name, record.digest);
  const found = await findManifest(registry, name, record.digest);
  if (found === "unknown") return (await isThere(reference)) ? reference : undefined;
  return found === "present" ? reference : undefined;
}

/** Asks a registry that wants a login. */
function isThere(reference: string): Promise<boolean> {
  return inTemporaryDir("auth-stack-", (dir) => canInspect(dir, reference));
}
