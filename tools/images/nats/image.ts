import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { toolPath } from "../../toolchain";
import { type ImageDefinition, imageFile } from "../image";

/** nats-server, the static binary of the toolchain and nothing else. */
export const natsImage: ImageDefinition = {
  name: "nats",
  dockerfile: imageFile("nats/Dockerfile"),
  inputs: () => ({ files: [toolPath("nats-server")], texts: [] }),
  prepare: async ({ context }) => {
    copyFileSync(toolPath("nats-server"), join(context, "nats-server"));
    return { context };
  },
};
