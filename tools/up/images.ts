import { ensureImages } from "../images";
import { type ClusterImages, ensureClusterImages } from "../images/for-cluster";
import type { Report } from "../lib/steps";
import type { Target } from "../stack/target";
import { readCluster } from "./current-cluster";

/** Makes sure that the target can have the images of the stack. Throws UserError. */
export async function ensureStackImages(target: Target, report: Report): Promise<ClusterImages> {
  if (target.kind === "current") {
    return ensureClusterImages(await readCluster(target), target.registry, report);
  }
  const { outcome, images } = await ensureImages(report);
  return {
    outcome,
    images: { nats: images.nats, redis: images.redis, authService: images["auth-service"] },
  };
}
