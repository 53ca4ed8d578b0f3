import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../tools/lib/paths";

/** A package in the lock file. https://docs.npmjs.com/cli/configuring-npm/package-lock-json */
export interface Locked {
  readonly version?: string;
  readonly link?: boolean;
  readonly engines?: Readonly<Record<string, string>> | readonly string[];
}

/** What the lock file has installed, by its folder in the checkout; the project's own packages are left out. */
export function lockedPackages(): ReadonlyMap<string, Locked> {
  const { packages } = JSON.parse(readFileSync(join(projectDir, "package-lock.json"), "utf8")) as {
    packages: Record<string, Locked>;
  };
  const installed = Object.entries(packages).filter(
    ([path, { link }]) => path.includes("node_modules/") && !link,
  );
  return new Map(installed);
}
