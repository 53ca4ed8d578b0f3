import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { version } from "../../../../package.json";
import { releaseChanges, releasedVersions } from "../../../../tools/commands/release/changelog";
import { compareVersions } from "../../../../tools/commands/release/version";
import { projectDir } from "../../../../tools/lib/paths";

const before = "# Changelog\n\n## [Unreleased]\n\n";
const older = "## [0.1.0] - 2026-01-02\n\n### Added\n\n- All.\n";

test("changelog - what is unreleased gets the version and the date, and Unreleased is empty", () => {
  const changes = "### Fixed\n\n- A fault.\n\n";
  expect(releaseChanges(`${before}${changes}${older}`, "0.2.0", "2026-02-03")).toBe(
    `${before}## [0.2.0] - 2026-02-03\n\n${changes}${older}`,
  );
  expect(releaseChanges(`${before}${changes}`, "0.1.0", "2026-02-03")).toBe(
    `${before}## [0.1.0] - 2026-02-03\n\n${changes}`,
  );
});

test.each([["# Changelog\n"], [before], [`${before}${older}`]])(
  "changelog - %j has nothing to release",
  (text) => {
    expect(() => releaseChanges(text, "0.2.0", "2026-02-03")).toThrow("nothing under Unreleased");
  },
);

const changelog = readFileSync(join(projectDir, "CHANGELOG.md"), "utf8");

test("CHANGELOG.md - Unreleased comes first, then versions from the newest on, each with its date", () => {
  const [unreleased, ...released] = [...changelog.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
  expect(unreleased).toBe("[Unreleased]");
  for (const title of released) expect(title).toMatch(/^\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$/);
  const versions = releasedVersions(changelog);
  expect(versions).toEqual([...versions].sort(compareVersions).reverse());
  expect([version, undefined]).toContain(versions[0]);
});

test("CHANGELOG.md - says of each change what kind it is", () => {
  const kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];
  for (const [, kind] of changelog.matchAll(/^### (.*)$/gm)) expect(kinds).toContain(kind);
});
