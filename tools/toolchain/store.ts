import { existsSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { hasCode } from "../lib/files";
import { cacheDir, toolchainBinDir } from "../lib/paths";
import type { ToolName } from "./modules";

const storeDir = join(cacheDir, "toolchain");

/** A tool's binary of that key, whether it was built or came with a release. */
export function keptBinary(tool: ToolName, key: string): string {
  return join(storeDir, `${tool}-${key}`, tool);
}

/** Whether a binary is one that we keep, not one that was found on PATH. */
export function isKept(binary: string): boolean {
  return binary.startsWith(`${storeDir}/`);
}

/** A new empty folder to work in; drafts that earlier runs left are removed. Needs the toolchain's lock. */
export function openDraft(): string {
  mkdirSync(storeDir, { recursive: true });
  for (const name of readdirSync(storeDir)) {
    if (name.startsWith("draft-")) rmSync(join(storeDir, name), { recursive: true, force: true });
  }
  const draft = join(storeDir, `draft-${process.pid}`);
  mkdirSync(draft);
  return draft;
}

/** Moves a finished binary to its place, where it never changes again. */
export function keepBinary(finished: string, tool: ToolName, key: string): void {
  const draft = join(dirname(finished), `keep-${tool}`);
  const target = dirname(keptBinary(tool, key));
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
