import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../lib/errors";
import { run } from "../../lib/run";
import { releaseChanges, releasedVersions } from "./changelog";
import { versionedFiles, withVersion } from "./packages";
import { demandNext } from "./version";

/** A checkout and what is to be released from it. */
export interface Release {
  readonly dir: string;
  readonly version: string;
  /** YYYY-MM-DD */
  readonly date: string;
}

/** Commits the version's changelog, package files and generated files, and tags the commit. Throws UserError. */
export async function release({ dir, version, date }: Release): Promise<void> {
  const git = (...args: string[]) => run("git", args, { cwd: dir, fix: undo });
  const changelog = readFileSync(join(dir, "CHANGELOG.md"), "utf8");
  demandNext(version, currentVersion(dir), releasedVersions(changelog));
  const changed = releaseChanges(changelog, version, date);
  await demandClean(git);
  await demandNoTag(git, version);

  writeFileSync(join(dir, "CHANGELOG.md"), changed);
  setVersion(dir, version);
  await run("npm", ["run", "--silent", "generate"], { cwd: dir, fix: undo });
  await git("commit", "--quiet", "--all", "--message", `chore: release ${version}`);
  await git("tag", "--annotate", `v${version}`, "--message", version);
}

const undo = "`git restore .` takes back what was written; mend it and release again.";

type Git = (...args: string[]) => Promise<string>;

async function demandClean(git: Git): Promise<void> {
  const changes = await git("status", "--porcelain");
  if (changes === "") return;
  throw new UserError(
    `the checkout has changes: ${changes.split("\n").slice(0, 5).join(", ")}`,
    "Commit them or put them away (`git stash`), and release then.",
  );
}

async function demandNoTag(git: Git, version: string): Promise<void> {
  if ((await git("tag", "--list", `v${version}`)) === "") return;
  throw new UserError(`there is a tag v${version} already`, "Choose a higher version.");
}

function currentVersion(dir: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(join(dir, "package.json"), "utf8"));
  return version;
}

function setVersion(dir: string, version: string): void {
  for (const path of versionedFiles) {
    const file = join(dir, path);
    writeFileSync(file, withVersion(path, readFileSync(file, "utf8"), version));
  }
}
