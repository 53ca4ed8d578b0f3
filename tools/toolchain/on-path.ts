import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { toolchainBinDir } from "../lib/paths";
import type { ToolName } from "./modules";
import { pinnedVersion } from "./pins";
import { versionOutput } from "./version-output";
import { isSameMajorNotOlder, isWithinOneMinor, parseVersion } from "./versions";

/** Whether a tool that is installed already will do, by what it prints of its version. */
type Acceptance = (output: string) => boolean;

/** The tools that people have: of all others exactly our pins are used. */
const acceptances: Partial<Record<ToolName, Acceptance>> = {
  pulumi: (output) =>
    isSameMajorNotOlder(
      parseVersion(output),
      parseVersion(pinnedVersion("pulumi", "github.com/pulumi/pulumi/sdk/v3")),
    ),
  kubectl: (output) =>
    isWithinOneMinor(parseVersion(output), parseVersion(pinnedVersion("kubernetes", "k8s.io/kubernetes"))),
};

/** The binary of a tool on PATH, if there is one and its version is sufficient. */
export async function sufficientOnPath(tool: ToolName): Promise<string | undefined> {
  const accepts = acceptances[tool];
  const binary = accepts && findOnPath(tool);
  if (accepts === undefined || binary === undefined) return undefined;
  return accepts(await versionOutput(tool, binary)) ? binary : undefined;
}

/** The first executable of that name on PATH; folders of npm packages and our own links do not count. */
export function findOnPath(name: string, path = process.env.PATH ?? ""): string | undefined {
  const foreign = (dir: string) => dir !== "" && !dir.includes("node_modules") && dir !== toolchainBinDir;
  return path
    .split(delimiter)
    .filter(foreign)
    .map((dir) => join(dir, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
