import { join } from "node:path";
import { address, endpoints } from "../cluster/layout";
import { withLock } from "../lock";
import { cacheDir } from "../paths";
import type { Outcome } from "../steps";
import { ensureTools } from "../toolchain";
import { authServiceImage } from "./auth-service/image";
import { buildImages } from "./build";
import { findImage } from "./find";
import type { ImageDefinition } from "./image";
import { natsImage } from "./nats/image";
import { pauseImage } from "./pause/image";
import type { ImageStore } from "./records";
import { redisImage } from "./redis/image";
import { parseRegistry } from "./reference";
import { requireRegistry } from "./registry";

const definitions = {
  pause: pauseImage,
  nats: natsImage,
  redis: redisImage,
  "auth-service": authServiceImage,
} as const satisfies Record<string, ImageDefinition>;

/** An image that the stack runs. */
export type ImageName = keyof typeof definitions;

/** What `ensureImages` can be told. */
export interface ImagesOptions {
  /** Where images go, host[:port][/path]; the local registry unless told otherwise. */
  readonly registry?: string;
}

/** The images by name, each by digest, e.g. "127.0.0.1:5000/auth-stack/nats@sha256:…". */
export interface Images {
  readonly outcome: Outcome;
  readonly images: Readonly<Record<ImageName, string>>;
}

/**
 * Makes sure that the registry has all images of the stack, built from what the checkout and the toolchain hold now;
 * only those are built that changed or that the registry lost. May be interrupted, and run by several processes at
 * once. Throws UserError.
 */
export async function ensureImages(
  report: (doing: string) => void,
  options: ImagesOptions = {},
): Promise<Images> {
  const store = {
    registry: parseRegistry(options.registry ?? address(endpoints.registry)),
    dir: join(cacheDir, "images"),
  };
  await ensureTools(["pause", "nats-server"], report);
  await requireRegistry(store.registry);
  const missing = await missingFrom(store);
  if (missing.length > 0) {
    await withLock("images", "building images", report, () => buildImages(missing, store, report));
  }
  const images = {
    pause: await pushed(store, pauseImage),
    nats: await pushed(store, natsImage),
    redis: await pushed(store, redisImage),
    "auth-service": await pushed(store, authServiceImage),
  };
  return { outcome: missing.length > 0 ? "changed" : "unchanged", images };
}

async function missingFrom(store: ImageStore): Promise<ImageDefinition[]> {
  const missing: ImageDefinition[] = [];
  for (const definition of Object.values(definitions)) {
    if ((await findImage(store, definition)) === undefined) missing.push(definition);
  }
  return missing;
}

async function pushed(store: ImageStore, definition: ImageDefinition): Promise<string> {
  const reference = await findImage(store, definition);
  if (reference === undefined)
    throw new Error(`${store.registry.host} lost ${definition.name} after it was pushed`);
  return reference;
}
