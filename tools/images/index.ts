import { address, endpoints } from "../cluster/layout";
import { withLock } from "../lib/lock";
import type { Outcome, Report } from "../lib/steps";
import { ensureTools } from "../toolchain";
import { authServiceImage } from "./auth-service/image";
import { buildImages } from "./build";
import { findImage } from "./find";
import type { ImageDefinition } from "./image";
import { natsImage } from "./nats/image";
import { storeOf } from "./ours";
import { pauseImage } from "./pause/image";
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
export async function ensureImages(report: Report, options: ImagesOptions = {}): Promise<Images> {
  const store = storeOf(parseRegistry(options.registry ?? address(endpoints.registry)));
  await ensureTools(["pause", "nats-server"], report);
  await requireRegistry(store.registry);
  const wanted = Object.values(definitions);
  const found = await Promise.all(wanted.map((definition) => findImage(store, definition)));
  if (found.every(isFound)) return { outcome: "unchanged", images: byName(found) };
  const built = await withLock("images", "building images", report, () => buildImages(wanted, store, report));
  return { outcome: "changed", images: byName(built) };
}

function isFound(reference: string | undefined): reference is string {
  return reference !== undefined;
}

/** `references` are in the order of the definitions. */
function byName(references: readonly string[]): Images["images"] {
  const entries = Object.keys(definitions).map((name, index) => [name, references[index]]);
  return Object.fromEntries(entries) as Record<ImageName, string>;
}
