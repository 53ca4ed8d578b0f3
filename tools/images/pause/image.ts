import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { toolPath } from "../../toolchain";
import { type ImageDefinition, imageFile } from "../image";

/** The process that holds a pod's namespaces. containerd's configuration names it, and takes a tag only. */
export const pauseImage: ImageDefinition = {
  name: "pause",
  tag: "1",
  dockerfile: imageFile("pause/Dockerfile"),
  inputs: () => ({ files: [toolPath("pause")], texts: [] }),
  prepare: async ({ context }) => {
    copyFileSync(toolPath("pause"), join(context, "pause"));
    return { context };
  },
};
