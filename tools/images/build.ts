import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheDir } from "../paths";
import { requirePrograms } from "./build-tool";
import { buildAndPush } from "./buildah";
import { findImage } from "./find";
import type { ImageDefinition } from "./image";
import { imageKey } from "./key";
import { writeRecord } from "./records";
import { digestReference, type Registry, tagReference } from "./reference";

/** Everything that builds leave behind. */
const draft = join(cacheDir, "images/draft");

/** Builds images and pushes them. Clears away what an interrupted build left. Needs the images' lock. Throws UserError. */
export async function buildImages(
  definitions: readonly ImageDefinition[],
  registry: Registry,
  report: (doing: string) => void,
): Promise<void> {
  requirePrograms("buildah", "mmdebstrap");
  try {
    for (const [index, definition] of definitions.entries()) {
      const position = `${index + 1} of ${definitions.length}`;
      await ensureImage(definition, registry, (name) => report(`building image ${name} (${position})`));
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Another process may have built it while we waited for the lock. */
async function ensureImage(
  definition: ImageDefinition,
  registry: Registry,
  report: (name: string) => void,
): Promise<string> {
  const found = await findImage(registry, definition);
  if (found !== undefined) return found;
  const baseImage = (base: ImageDefinition) => ensureImage(base, registry, report);
  report(definition.name);
  return build(definition, registry, baseImage);
}

async function build(
  definition: ImageDefinition,
  registry: Registry,
  baseImage: (base: ImageDefinition) => Promise<string>,
): Promise<string> {
  const { name, dockerfile } = definition;
  const key = imageKey(definition);
  const dir = emptyFolder(join(draft, name));
  const preparation = await definition.prepare({ context: emptyFolder(join(dir, "context")), baseImage });
  const reference = tagReference(registry, name, definition.tag ?? key);
  const digest = await buildAndPush(dir, registry, { ...preparation, dockerfile, reference });
  writeRecord(registry, name, { key, digest });
  rmSync(dir, { recursive: true, force: true });
  return digestReference(registry, name, digest);
}

function emptyFolder(path: string): string {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  return path;
}
