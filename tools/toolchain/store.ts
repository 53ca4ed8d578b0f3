import { existsSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { hasCode } from "../lib/files";
import { cacheDir, toolchainBinDir } from "../lib/paths";
import type { ToolName } from "./modules";

const buildsDir = join(cacheDir, "toolchain");

/** A tool's binary in the build of that key. */
export function builtBinary(tool: ToolName, key: string): string {
  return join(buildsDir, `${tool}-${key}`, tool);
}

/** Whether a binary is one of our builds, not one that was found on PATH. */
export function isOurBuild(binary: string): boolean {
  return binary.startsWith(`${buildsDir}/`);
}

/** A new empty folder to build in; drafts that earlier runs left are removed. Needs the toolchain's lock. */
export function openDraft(): string {
  mkdirSync(buildsDir, { recursive: true });
  for (const name of readdirSync(buildsDir)) {
    if (name.startsWith("draft-")) rmSync(join(buildsDir, name), { recursive: true, force: true });
  }
  const draft = join(buildsDir, `draft-${process.pid}`);
  mkdirSync(draft);
  return draft;
}

/** Moves a finished binary to its place, where it never changes again. */
export function keepBinary(finished: string, tool: ToolName, key: string): void {
  const draft = join(dirname(finished), `keep-${tool}`);
  const target = dirname(builtBinary(tool, key));
  mkdirSync(draft);
  renameSync(finished, join(draft, tool));
  if (!existsSync(target)) renameSync(draft, target);
}

/** Makes `link` lead to `target`, replacing what it led to in one step. Says whether it did not before. */
export function ensureLink(link: string, target: string): "changed" | "unchanged" {
  if (linkTarget(link) === target) return "unchanged";
  mkdirSync(dirname(link), { recursive: true });
  const draft = `${link}.${process.pid}.tmp`;
  rmSync(draft, { force: true });
  symlinkSync(target, draft);
  renameSync(draft, link);
  return "changed";
}

/** The link that leads to the binary in use of a tool. */
export function toolLink(tool: ToolName): string {
  return join(toolchainBinDir, tool);
}

/** Where a link leads, or undefined when there is none. */
export function linkTarget(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch (error) {
    if (hasCode(error, "ENOENT", "EINVAL")) return undefined;
    throw error;
  }
}
