import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Files that this user alone can read. */
export interface PrivateDir {
  /** Writes a file (mode 0600) and returns its path. */
  readonly write: (name: string, text: string) => string;
  /** Removes all of it; again does nothing. */
  readonly remove: () => void;
}

/** A new temporary folder (mode 0700). It is removed at the end of the process at the latest, unless that is killed. */
export function openPrivateDir(): PrivateDir {
  const dir = mkdtempSync(join(tmpdir(), "auth-stack-"));
  const remove = () => rmSync(dir, { recursive: true, force: true });
  process.once("exit", remove);
  return {
    write: (name, text) => {
      const path = join(dir, name);
      writeFileSync(path, text, { mode: 0o600, flag: "wx" });
      return path;
    },
    remove,
  };
}
