import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../lib/errors";
import { ensurePackages } from "../lib/packages";
import type { Report } from "../lib/steps";
import { buildAndPush } from "./buildah";
import { findImage } from "./find";
import { explainFullDisk } from "./full-disk";
import type { ImageDefinition } from "./image";
import { imageKey } from "./key";
import { type ImageStore, writeRecord } from "./records";
import { digestReference, tagReference } from "./reference";

/**
 * Builds the images that are missing, pushes them and returns the references of all in the same order. Clears away what an interrupted build
 * left, so nobody else may build for the store at the same time. Throws UserError.
 */
export async function buildImages(
  definitions: readonly ImageDefinition[],
  store: ImageStore,
  report: Report,
): Promise<string[]> {
  await ensurePackages(["buildah", "mmdebstrap"], report);
  const references: string[] = [];
  try {
    for (const definition of definitions) references.push(await ensureImage(definition, store, report));
    return references;
  } catch (error) {
    throw explainFullDisk(error);
  } finally {
    rmSync(draftOf(store), { recursive: true, force: true });
  }
}

/** Everything that builds leave behind. */
function draftOf({ dir }: ImageStore): string {
  return join(dir, "draft");
}

/** Another process may have built it while we waited for our turn. */
async function ensureImage(definition: ImageDefinition, store: ImageStore, report: Report): Promise<string> {
  const found = await findImage(store, definition);
  if (found !== undefined) return found;
  report(`building image ${definition.name}`);
  return build(definition, store, (base) => ensureImage(base, store, report));
}

async function build(
  definition: ImageDefinition,
  store: ImageStore,
  baseImage: (base: ImageDefinition) => Promise<string>,
): Promise<string> {
  const { name, dockerfile } = definition;
  const key = imageKey(definition);
  const dir = emptyFolder(join(draftOf(store), name));
  const preparation = await definition.prepare({ context: emptyFolder(join(dir, "context")), baseImage });
  const reference = tagReference(store.registry, name, definition.tag ?? key);
  const digest = await buildAndPush(dir, store.registry, { ...preparation, dockerfile, reference });
  if (imageKey(definition) !== key) throw changedMeanwhile(name);
  writeRecord(store, name, { key, digest });
  rmSync(dir, { recursive: true, force: true });
  return digestReference(store.registry, name, digest);
}

/** It holds neither what was there before nor what is there now. */
function changedMeanwhile(name: string): UserError {
  return new UserError(
    `What image ${name} is built from was saved while it was built, so it isn't used.`,
    "Run the same command again.",
  );
}

function emptyFolder(path: string): string {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  return path;
}
