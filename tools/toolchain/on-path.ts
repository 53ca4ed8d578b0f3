import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { toolchainBinDir } from "../lib/paths";
import { run } from "../lib/run";
import type { ToolName } from "./modules";
import { pinnedVersion } from "./pins";
import { isSameMajorNotOlder, isWithinOneMinor, parseVersion } from "./versions";

/** How to tell whether a tool that is installed already will do. */
interface Acceptance {
  readonly versionArgs: readonly string[];
  readonly accepts: (versionOutput: string) => boolean;
}

/** The tools that people have: of all others exactly our pins are used. */
const acceptances: Partial<Record<ToolName, Acceptance>> = {
  pulumi: {
    versionArgs: ["version"],
    accepts: (output) =>
      isSameMajorNotOlder(
        parseVersion(output),
        parseVersion(pinnedVersion("pulumi", "github.com/pulumi/pulumi/sdk/v3")),
      ),
  },
  kubectl: {
    versionArgs: ["version", "--client"],
    accepts: (output) =>
      isWithinOneMinor(parseVersion(output), parseVersion(pinnedVersion("kubernetes", "k8s.io/kubernetes"))),
  },
};

/** The binary of a tool on PATH, if there is one and its version is sufficient. */
export async function sufficientOnPath(tool: ToolName): Promise<string | undefined> {
  const acceptance = acceptances[tool];
  const binary = acceptance && findOnPath(tool);
  if (acceptance === undefined || binary === undefined) return undefined;
  const output = await versionOutput(binary, acceptance.versionArgs);
  return acceptance.accepts(output) ? binary : undefined;
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

async function versionOutput(binary: string, args: readonly string[]): Promise<string> {
  try {
    return await run(binary, args, { env: { PULUMI_SKIP_UPDATE_CHECK: "true" }, timeoutSeconds: 10 });
  } catch {
    // One that cannot even say its version is not used.
    return "";
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
