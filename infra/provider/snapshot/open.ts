import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fromJson } from "../api/json";
import { ProviderError } from "../errors";
import { verifyChecksums } from "./checksums";
import { explainFiles } from "./failures";
import { archiveFiles, metaFile } from "./folder";
import type { SnapshotMeta } from "./receive";

/** A complete snapshot on the disk, ours or one of `nats backup stream`. */
export interface Snapshot extends SnapshotMeta {
  readonly dir: string;
  readonly archive: string;
  /** Size of the archive. */
  readonly bytes: number;
  /** "unchecked" has no checksums to compare with. */
  readonly checksums: "checked" | "unchecked";
}

/** Reads and checks the snapshot in the folder. Throws ProviderError when it isn't one, or is damaged. */
export async function openSnapshot(dir: string): Promise<Snapshot> {
  try {
    const name = await findArchive(dir);
    const checksums = await verifyChecksums(dir, [name, metaFile]);
    const archive = join(dir, name);
    const { size: bytes } = await stat(archive);
    return { ...(await readMeta(dir)), dir, archive, bytes, checksums };
  } catch (error) {
    throw explainFiles(error, `The snapshot ${dir} can't be read`);
  }
}

async function findArchive(dir: string): Promise<string> {
  const names = await readdir(dir);
  const archives = Object.values(archiveFiles).filter((name) => names.includes(name));
  const [archive, ...others] = archives;
  if (archive !== undefined && others.length === 0 && names.includes(metaFile)) return archive;
  throw notOne(dir, `it needs ${metaFile} and one of ${Object.values(archiveFiles).join(", ")}`);
}

async function readMeta(dir: string): Promise<SnapshotMeta> {
  const text = await readFile(join(dir, metaFile), "utf8");
  const { config, state } = parse(text) as Partial<SnapshotMeta>;
  if (typeof config?.name !== "string" || typeof state?.messages !== "number") {
    throw notOne(dir, `${metaFile} doesn't hold a stream's configuration and state`);
  }
  return { config, state };
}

/** What isn't JSON holds nothing. */
function parse(text: string): object {
  try {
    return Object(fromJson(text));
  } catch {
    return {};
  }
}

function notOne(dir: string, reason: string): ProviderError {
  return new ProviderError(
    `${dir} is not the folder of a complete snapshot: ${reason}.`,
    "Name the folder of one snapshot; one that ends in .partial was interrupted.",
  );
}
