import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ProviderError } from "../errors";
import { checksumFile } from "./folder";

/** A file's line in a list that `sha256sum --check` reads. */
export function checksumLine(digest: string, file: string): string {
  return `${digest}  ${file}\n`;
}

/**
 * Compares every file of the folder with its checksum. Throws ProviderError when one differs or isn't listed; returns
 * "unchecked" when the folder has no list, as one of the `nats` CLI.
 */
export async function verifyChecksums(
  dir: string,
  files: readonly string[],
): Promise<"checked" | "unchecked"> {
  const list = await readList(dir);
  if (list === undefined) return "unchecked";
  for (const file of files) {
    const found = await digestOf(join(dir, file));
    if (!list.includes(checksumLine(found, file))) throw damaged(dir, file, found);
  }
  return "checked";
}

async function readList(dir: string): Promise<string | undefined> {
  try {
    return await readFile(join(dir, checksumFile), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(path)) hash.update(part);
  return hash.digest("hex");
}

function damaged(dir: string, file: string, found: string): ProviderError {
  return new ProviderError(
    `The snapshot ${dir} is damaged: ${file} has the SHA-256 checksum ${found}, and ${checksumFile} another one.`,
    "Take another copy of that folder, or another snapshot. Nothing was restored.",
  );
}
