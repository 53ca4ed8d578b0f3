import { execFileSync } from "node:child_process";
import { cpSync, existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../tools/lib/paths";

/** Copies the checkout as it is now into an empty folder, as a repository of its own with one commit. */
export function copyCheckout(dir: string): void {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const tracked = execFileSync("git", ["-C", projectDir, ...list], { encoding: "utf8" });
  for (const path of tracked.split("\0").filter((path) => path !== "" && isThere(path)))
    cpSync(join(projectDir, path), join(dir, path));
  const git = (...args: string[]) => execFileSync("git", [...identity, ...args], { cwd: dir });
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "a copy");
  for (const modules of ["node_modules", "service/node_modules"].filter(isThere))
    symlinkSync(join(projectDir, modules), join(dir, modules));
}

const settings = ["user.name=test", "user.email=test@example.com", "commit.gpgsign=false"];
const identity = settings.flatMap((setting) => ["-c", setting]);

function isThere(path: string): boolean {
  return existsSync(join(projectDir, path));
}
