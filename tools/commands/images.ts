import { mkdirSync } from "node:fs";
import { ensureRegistry } from "../cluster/up";
import { ensureImages } from "../images";
import { main } from "../lib/main";
import { logDir } from "../lib/paths";

/** Builds the images, pushes them to REGISTRY (or the local one) and prints each by its digest. */
main(async () => {
  mkdirSync(logDir, { recursive: true });
  const { REGISTRY: registry } = process.env;
  if (registry === undefined) await ensureRegistry(console.log);
  const { images } = await ensureImages(console.log, registry === undefined ? {} : { registry });
  for (const [name, image] of Object.entries(images)) console.log(`${name.padEnd(14)} ${image}`);
});
