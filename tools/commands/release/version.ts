import { UserError } from "../../lib/errors";

const form = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/**
 * Throws UserError unless `version` is of the form of semver.org without a suffix, was not released yet and is not lower
 * than the current one. The current one itself can be the first release.
 */
export function demandNext(version: string, current: string, released: readonly string[]): void {
  if (!form.test(version)) {
    throw new UserError(
      `${JSON.stringify(version)} is no version`,
      'Write three numbers, e.g. "npm run release -- 0.2.0".',
    );
  }
  const taken = released.find((other) => compareVersions(version, other) <= 0);
  if (taken !== undefined) throw new UserError(`${taken} was released already`, "Choose a higher version.");
  if (compareVersions(version, current) < 0) {
    throw new UserError(`${version} is lower than ${current} in package.json`, "Choose a higher version.");
  }
}

/** Below 0 when the first version is lower, above 0 when it is higher. */
export function compareVersions(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}
