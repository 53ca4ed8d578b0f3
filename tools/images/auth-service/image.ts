import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../lib/paths";
import { copiedPaths, defaultOf } from "../dockerfile";
import type { ImageDefinition } from "../image";
import { contentKey, imageKey } from "../key";
import { nodeImage } from "../node/image";
import { readNpmrc } from "./npmrc";

/** The Dockerfile of the service's image, whatever it is built on. */
export const serviceDockerfile = join(projectDir, "service/Dockerfile");

/** The auth service, built by its own Dockerfile on our Node.js image. */
export const authServiceImage: ImageDefinition = {
  name: "auth-service",
  dockerfile: serviceDockerfile,
  inputs: () => ({ files: sources(), texts: [imageKey(nodeImage)] }),
  prepare: async ({ baseImage }) => ({
    context: projectDir,
    args: { BASE_IMAGE: await baseImage(nodeImage) },
    secrets: { npmrc: await readNpmrc() },
  }),
};

/** The public image of Node.js that the Dockerfile names, by its tag. */
export function publicBase(): string {
  return defaultOf("BASE_IMAGE", readFileSync(serviceDockerfile, "utf8"));
}

/** The content key of the service's image on a public base, for this platform. */
export function serviceKey(base: string, platform = ""): string {
  return contentKey({ files: [serviceDockerfile, ...sources()], texts: [base, platform] });
}

function sources(): string[] {
  return copiedPaths(readFileSync(serviceDockerfile, "utf8")).map((path) => join(projectDir, path));
}
