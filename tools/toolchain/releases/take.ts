import { chmodSync } from "node:fs";
import { basename, join } from "node:path";
import type { Report } from "../../lib/steps";
import type { ToolName } from "../modules";
import { keepBinary } from "../store";
import { versionOutput } from "../version-output";
import { parseVersion } from "../versions";
import { checksumOf } from "./checksum";
import { download, megabytes, readText } from "./download";
import { type ReleaseFile, releaseKey } from "./files";
import { NotTaken } from "./not-taken";
import { unpack } from "./unpack";

/** Tools that are wanted, and the release file that has them. */
export interface Wanted {
  readonly file: ReleaseFile;
  readonly tools: readonly ToolName[];
}

/** How a file is taken. */
export interface Taking {
  /** An empty folder. */
  readonly dir: string;
  /** Where a file of the makers is asked for. */
  readonly locate: (url: string) => string;
  readonly report: Report;
}

/** What is wanted, with its version, e.g. "nats-server 2.15.2". */
export function nameOf({ file, tools }: Wanted): string {
  return `${tools.join(", ")} ${file.version}`;
}

/** Keeps the tools of a release file when all is as it should be. Throws NotTaken. */
export async function take(wanted: Wanted, { dir, locate, report }: Taking): Promise<void> {
  const { url, checksums } = wanted.file;
  const name = basename(url);
  const published = checksumOf(name, await readText(locate(checksums)));
  if (published === undefined) throw new NotTaken(`${basename(checksums)} has no SHA-256 of ${name}`);
  const actual = await download(locate(url), join(dir, name), (bytes) => {
    const size = bytes === undefined ? "" : `, ${megabytes(bytes)}`;
    report(`${nameOf(wanted)}: release file${size}`);
  });
  if (actual !== published) throw new NotTaken(`its checksum is ${actual}, and ${published} is published`);
  await unpack(join(dir, name), Object.values(wanted.file.programs), dir);
  await keep(wanted, dir);
}

async function keep({ file, tools }: Wanted, dir: string): Promise<void> {
  const programs = (Object.entries(file.programs) as [ToolName, string][]).map(
    ([tool, member]) => [tool, join(dir, member)] as const,
  );
  for (const [, binary] of programs) chmodSync(binary, 0o755);
  const [asked] = programs;
  if (asked !== undefined) await demandVersion(...asked, file.version);
  for (const [tool, binary] of programs) {
    if (tools.includes(tool)) keepBinary(binary, tool, releaseKey(file.version));
  }
}

async function demandVersion(tool: ToolName, binary: string, version: string): Promise<void> {
  const said = parseVersion(await askVersion(tool, binary))?.join(".");
  if (said === version) return;
  throw new NotTaken(said === undefined ? "it does not say its version" : `it says that it is ${said}`);
}

async function askVersion(tool: ToolName, binary: string): Promise<string> {
  if (tool !== "pulumi-resource-kubernetes") return versionOutput(tool, binary);
  // It loads gRPC, which nothing else here needs.
  const { pluginVersion } = await import("./plugin-version.js");
  return pluginVersion(binary);
}
