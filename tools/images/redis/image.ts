import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { debianInputs, unpackDebian } from "../debian";
import { type ImageDefinition, imageFile } from "../image";

const packages = ["redis-server"];
const collector = imageFile("collect.sh");

/** Debian's redis-server, and redis-cli for probes. */
export const redisImage: ImageDefinition = {
  name: "redis",
  dockerfile: imageFile("redis/Dockerfile"),
  inputs: () => ({ files: [collector], texts: debianInputs(packages) }),
  prepare: async ({ context }) => {
    await unpackDebian(packages, context);
    copyFileSync(collector, join(context, "collect.sh"));
    return { context };
  },
};
