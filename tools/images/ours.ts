import { join } from "node:path";
import { hasCode } from "../lib/files";
import { cacheDir } from "../lib/paths";
import { findImage } from "./find";
import type { ImageDefinition } from "./image";
import type { ImageStore } from "./records";
import type { Registry } from "./reference";

/** The registry with what this machine remembers of it. */
export function storeOf(registry: Registry): ImageStore {
  return { registry, dir: join(cacheDir, "images") };
}

/** Our image in the registry, if it is there and what it is made from is here and the same as then. */
export async function findOurs(store: ImageStore, definition: ImageDefinition): Promise<string | undefined> {
  try {
    return await findImage(store, definition);
  } catch (error) {
    // A binary that an image was made from is gone.
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}
