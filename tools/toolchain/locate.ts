import { existsSync } from "node:fs";
import { UserError } from "../lib/errors";
import { goVersion } from "./go";
import { buildInput, buildKey } from "./key";
import { sourceOf, type ToolName } from "./modules";
import { sufficientOnPath } from "./on-path";
import { moduleDir } from "./pins";
import { releaseKey, releaseOf } from "./releases/files";
import { keptBinary } from "./store";

/** Where a tool's binary is, if there is one. */
export interface Located {
  readonly tool: ToolName;
  readonly binary: string | undefined;
}

/** Looks for tools: on PATH in a sufficient version, then among the releases that we keep, then among our builds. */
export async function locateAll(names: readonly ToolName[]): Promise<Located[]> {
  const tools = await needed(names);
  return Promise.all(tools.map(async (tool) => ({ tool, binary: await locate(tool) })));
}

/** Those that are nowhere. */
export function missingOf(located: readonly Located[]): ToolName[] {
  return located.filter(({ binary }) => binary === undefined).map(({ tool }) => tool);
}

/** A `pulumi` that is installed brings its own language hosts and downloads its providers. */
async function needed(names: readonly ToolName[]): Promise<readonly ToolName[]> {
  const companions: readonly ToolName[] = ["pulumi-language-nodejs", "pulumi-resource-kubernetes"];
  if (!names.some((name) => companions.includes(name))) return names;
  if ((await sufficientOnPath("pulumi")) === undefined) return names;
  return names.filter((name) => !companions.includes(name));
}

async function locate(tool: ToolName): Promise<string | undefined> {
  return (await sufficientOnPath(tool)) ?? releasedBinary(tool) ?? (await builtBinary(tool));
}

function releasedBinary(tool: ToolName): string | undefined {
  const release = releaseOf(tool);
  return release && ifThere(keptBinary(tool, releaseKey(release.version)));
}

async function builtBinary(tool: ToolName): Promise<string | undefined> {
  try {
    return ifThere(keptBinary(tool, await currentBuildKey(tool)));
  } catch (error) {
    // Who has no Go has built nothing.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** The name of the build of a tool with the Go that is there. Throws UserError when there is none. */
export async function currentBuildKey(tool: ToolName): Promise<string> {
  return buildKey(buildInput(tool, await goVersion(moduleDir(sourceOf(tool).module))));
}

function ifThere(path: string): string | undefined {
  return existsSync(path) ? path : undefined;
}
