import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../lib/steps";
import type { ToolName } from "../modules";
import { openDraft } from "../store";
import { releaseOf } from "./files";
import { NotTaken } from "./not-taken";
import { locationOf, readOrigin } from "./origin";
import { nameOf, type Taking, take, type Wanted } from "./take";

/**
 * Keeps the official release's programs of those tools whose files can be had: the pinned version, with the checksum
 * that is published beside it, of a program that says this version itself. `note` is told why a file was not taken.
 * Needs the toolchain's lock. Throws UserError when RELEASES can't be understood.
 */
export async function takeReleases(tools: readonly ToolName[], report: Report, note: Report): Promise<void> {
  const origin = readOrigin(process.env);
  if (origin.kind === "nowhere") return;
  const locate = (url: string) => locationOf(url, origin);
  const draft = openDraft();
  try {
    const hosts = [...byHost(filesOf(tools), locate)];
    await Promise.all(
      hosts.map((files, index) => takeFromHost(files, { dir: newDir(draft, index), locate, report }, note)),
    );
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function filesOf(tools: readonly ToolName[]): Wanted[] {
  const files = new Map<string, Wanted>();
  for (const tool of tools) {
    const file = releaseOf(tool);
    if (file === undefined) continue;
    files.set(file.url, { file, tools: [...(files.get(file.url)?.tools ?? []), tool] });
  }
  return [...files.values()];
}

function byHost(files: readonly Wanted[], locate: Taking["locate"]): Iterable<readonly Wanted[]> {
  const hosts = new Map<string, readonly Wanted[]>();
  for (const wanted of files) {
    const { host } = new URL(locate(wanted.file.url));
    hosts.set(host, [...(hosts.get(host) ?? []), wanted]);
  }
  return hosts.values();
}

/** One after the other, so that a host that is away is asked once. */
async function takeFromHost(files: readonly Wanted[], taking: Taking, note: Report): Promise<void> {
  for (const [index, wanted] of files.entries()) {
    try {
      await take(wanted, { ...taking, dir: newDir(taking.dir, index) });
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error;
      const failed = error.hostIsAway ? files.slice(index) : [wanted];
      note(`${failed.map(nameOf).join(", ")}: ${error.message}: building from source`);
      if (error.hostIsAway) return;
    }
  }
}

function newDir(parent: string, index: number): string {
  const dir = join(parent, String(index));
  mkdirSync(dir);
  return dir;
}
