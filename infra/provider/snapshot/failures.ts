import { ProviderError } from "../errors";

/** Turns what the file system refused into what to do about it; any other error stays. */
export function explainFiles(error: unknown, doing: string): unknown {
  if (!(error instanceof Error && "code" in error && "syscall" in error)) return error;
  const [problem, fix] = reasons[String(error.code)] ?? [
    error.message,
    "Check that folder, then run it again.",
  ];
  return new ProviderError(`${doing}: ${problem}.`, fix, { cause: error });
}

const reasons: Readonly<Record<string, readonly [problem: string, fix: string]>> = {
  ENOSPC: ["the disk is full", "Make room, or name a folder on another disk, then run it again."],
  EDQUOT: ["the disk quota is used up", "Make room, or name a folder on another disk, then run it again."],
  EACCES: ["this user may not use the folder", "Give it the right, or name another folder."],
  EROFS: ["the disk is read-only", "Name a folder on another disk."],
  ENOENT: ["there is no such folder or file", "Name the folder of a complete snapshot."],
  EEXIST: ["a file has the name of a folder", "Name another folder."],
  ENOTDIR: ["a part of the path is a file", "Name another folder."],
};
