import { UserError } from "../../lib/errors";
import { run } from "../../lib/run";
import { NotTaken } from "./not-taken";

/** Puts members of an archive into `dir`; a file that is no archive stays as it is. Throws NotTaken. */
export async function unpack(file: string, members: readonly string[], dir: string): Promise<void> {
  try {
    if (/\.(tar\.gz|tgz)$/.test(file))
      await run("tar", ["--no-same-owner", "-xzf", file, "-C", dir, ...members]);
    if (file.endsWith(".zip")) await run("unzip", ["-q", "-o", file, ...members, "-d", dir]);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new NotTaken(`can't be unpacked: ${error.message}`);
  }
}
