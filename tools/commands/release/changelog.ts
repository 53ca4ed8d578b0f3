import { UserError } from "../../lib/errors";

const unreleased = "## [Unreleased]\n";

/** Versions that a changelog has, newest first. https://keepachangelog.com/en/1.1.0/ */
export function releasedVersions(changelog: string): string[] {
  return [...changelog.matchAll(/^## \[(\d[^\]]*)\]/gm)].map(([, version = ""]) => version);
}

/** The changelog with what is unreleased under `version` and `date` (YYYY-MM-DD). Throws UserError when there is nothing. */
export function releaseChanges(changelog: string, version: string, date: string): string {
  const [before = "", after] = changelog.split(unreleased);
  const changes = after?.split(/^## /m)[0]?.trim() ?? "";
  if (changes === "") {
    throw new UserError(
      "CHANGELOG.md has nothing under Unreleased",
      "Say under `## [Unreleased]` what users notice, commit it, and release then.",
    );
  }
  return `${before}${unreleased}\n## [${version}] - ${date}\n${after}`;
}
