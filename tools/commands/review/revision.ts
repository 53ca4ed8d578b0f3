import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../lib/errors";
import { inTemporaryDir } from "../../lib/files";
import { run } from "../../lib/run";

/** What is compared with when nothing else is asked for. */
export const defaultBase = "origin/main";

/** The checkout that a folder is in. Throws UserError. */
export async function checkoutOf(dir: string): Promise<string> {
  return await git(dir, ["rev-parse", "--show-toplevel"], "Run it in the checkout.");
}

/** The full id of the commit that a revision names. Throws UserError. */
export async function commitOf(checkout: string, base: string | undefined): Promise<string> {
  const name = base ?? defaultBase;
  try {
    return await git(
      checkout,
      ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`],
      "",
    );
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `there is no revision ${JSON.stringify(name)}`,
      (await isShallow(checkout)) ? deeper(base) : howToGet(base),
    );
  }
}

/**
 * Gives the folder of a commit's contract to `use`, and removes it afterwards; undefined where the commit has none.
 * The checkout's installed packages are found from it.
 */
export async function withContractOf<Result>(
  checkout: string,
  commit: string,
  use: (dir: string | undefined) => Promise<Result>,
): Promise<Result> {
  if ((await git(checkout, ["ls-tree", commit, "stream-config/index.ts"], "")) === "") return use(undefined);
  return inTemporaryDir("auth-stack-review-", async (dir) => {
    const archive = join(dir, "contract.tar");
    await git(
      checkout,
      ["archive", "--output", archive, commit, "stream-config"],
      "Check that the disk is not full.",
    );
    await run("tar", ["-xf", archive, "-C", dir], { fix: "Check that the disk is not full." });
    symlinkSync(join(checkout, "node_modules"), join(dir, "node_modules"));
    return use(dir);
  });
}

/** A clone of a pull request has one commit, and nothing to compare it with. */
async function isShallow(checkout: string): Promise<boolean> {
  return (await git(checkout, ["rev-parse", "--is-shallow-repository"], "")) === "true";
}

function deeper(base: string | undefined): string {
  return (
    "This clone is shallow: it has the last commits only. Get more, with `fetch-depth: 0` of actions/checkout, or by " +
    `\`git fetch --unshallow origin\`${base === undefined ? " and `git fetch origin main`" : ""}.`
  );
}

function howToGet(base: string | undefined): string {
  return base === undefined
    ? "Fetch it (`git fetch origin main`), or name another revision, e.g. --base HEAD~1."
    : "Fetch it, or name another revision, e.g. --base HEAD~1.";
}

function git(dir: string, args: readonly string[], fix: string): Promise<string> {
  return run("git", ["-C", dir, ...args], { fix });
}
