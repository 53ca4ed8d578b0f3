import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The files of a snapshot beside its archive. The `nats` CLI knows the first; the second is ours, for `sha256sum -c`. */
export const metaFile = "backup.json";
export const checksumFile = "SHA256SUMS";

/** The archive as servers from 2.15 on write it, and as older ones do: names that the `nats` CLI goes by. */
export const archiveFiles = { current: "stream.arc.s2", older: "stream.tar.s2" } as const;

/** A snapshot's folder that isn't complete yet, and so has another name. */
export interface Draft {
  readonly dir: string;
  /** Writes a whole file, down to the disk. */
  readonly write: (name: string, text: string) => Promise<void>;
  /** Gives the folder its name, for good. Nothing may be written to it afterwards. */
  readonly keep: () => Promise<void>;
  readonly discard: () => Promise<void>;
}

/** The name of a new snapshot: `auth-events-2026-11-25T09-30-00-000Z`. */
export function snapshotName(stream: string, taken: Date): string {
  return `${stream}-${taken.toISOString().replace(/[:.]/g, "-")}`;
}

/** Begins the folder `target`; what an interrupted process leaves ends in `.partial`. For its owner's eyes only. */
export async function openDraft(target: string): Promise<Draft> {
  const dir = `${target}.partial`;
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  await mkdir(dir, { mode: 0o700 });
  return {
    dir,
    write: (name, text) => writeDurably(join(dir, name), text),
    keep: async () => {
      await syncFolder(dir);
      await rename(dir, target);
      await syncFolder(dirname(target));
    },
    discard: () => rm(dir, { recursive: true, force: true }),
  };
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Only then is a new name in it there after a power cut. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  await folder.sync().finally(() => folder.close());
}
