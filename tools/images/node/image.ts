import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../lib/paths";
import { debianInputs, unpackDebian } from "../debian";
import { type ImageDefinition, imageFile } from "../image";
import { fetchNpm, npmPin } from "./npm";

const packages = ["libstdc++6"];
const collector = imageFile("collect.sh");
const nodeBinary = join(projectDir, "node_modules/node/bin/node");

/** Node.js and npm with the few programs that builds use: the base of the service's image. */
export const nodeImage: ImageDefinition = {
  name: "node",
  dockerfile: imageFile("node/Dockerfile"),
  inputs: () => ({
    files: [collector, nodeBinary],
    texts: [...debianInputs(packages), npmPin.integrity],
  }),
  prepare: async ({ context }) => {
    await unpackDebian(packages, context);
    await fetchNpm(join(context, "npm.tgz"));
    copyFileSync(collector, join(context, "collect.sh"));
    copyFileSync(nodeBinary, join(context, "node"));
    return { context };
  },
};
