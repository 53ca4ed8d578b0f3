import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../lib/paths";
import { copiedPaths } from "../dockerfile";
import type { ImageDefinition } from "../image";
import { imageKey } from "../key";
import { nodeImage } from "../node/image";
import { readNpmrc } from "./npmrc";

const dockerfile = join(projectDir, "service/Dockerfile");

/** The auth service, built by its own Dockerfile on our Node.js image. */
export const authServiceImage: ImageDefinition = {
  name: "auth-service",
  dockerfile,
  inputs: () => ({
    files: copiedPaths(readFileSync(dockerfile, "utf8")).map((path) => join(projectDir, path)),
    texts: [imageKey(nodeImage)],
  }),
  prepare: async ({ baseImage }) => ({
    context: projectDir,
    args: { BASE_IMAGE: await baseImage(nodeImage) },
    secrets: { npmrc: await readNpmrc() },
  }),
};
