import { createHash } from "node:crypto";
import { readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../lib/errors";
import { runBuildTool } from "../build-tool";

/** An npm for Node 24; its package holds all its dependencies. */
export const npmPin = {
  version: "11.6.0",
  integrity:
    "sha512-d/P7DbvYgYNde9Ehfeq99+13/E7E82PfZPw8uYZASr9sQ3ZhBBCA9cXSJRA1COfJ6jDLJ0K36UJnXQWhCvLXuQ==",
} as const;

/** Downloads npm's package to `path` as this machine's npm does. Throws UserError when it is not the pinned one. */
export async function fetchNpm(path: string): Promise<void> {
  const dir = dirname(path);
  await runBuildTool("npm", ["pack", `npm@${npmPin.version}`, "--pack-destination", dir]);
  renameSync(join(dir, `npm-${npmPin.version}.tgz`), path);
  const found = `sha512-${createHash("sha512").update(readFileSync(path)).digest("base64")}`;
  if (found === npmPin.integrity) return;
  throw new UserError(
    `npm ${npmPin.version} from the package registry is ${found} instead of ${npmPin.integrity}`,
    "Check which registry `npm config get registry` names, and whether it serves the original package.",
  );
}
