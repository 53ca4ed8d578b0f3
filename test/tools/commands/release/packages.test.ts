import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { version } from "../../../../package.json";
import { versionedFiles, withVersion } from "../../../../tools/commands/release/packages";
import { projectDir } from "../../../../tools/lib/paths";
import { run } from "../../../../tools/lib/run";

const read = (path: string) => readFileSync(join(projectDir, path), "utf8");

test("release - every package.json with a version is set, but those that tests bring", async () => {
  const files = await run("git", ["ls-files", "package.json", "*/package.json"], { cwd: projectDir });
  const versioned = files
    .split("\n")
    .filter((path) => !path.startsWith("test/") && "version" in JSON.parse(read(path)));
  expect([...versioned, "package-lock.json"].sort()).toEqual([...versionedFiles].sort());
});

test.each(versionedFiles)("release - %s has the version, and nothing else of it changes", (path) => {
  const text = read(path);
  const changed = withVersion(path, text, "98.7.6");
  expect(changed).not.toBe(text);
  expect(withVersion(path, changed, version)).toBe(text);
});

test("release - the lock file's packages of the checkout get the version, others keep theirs", () => {
  const lock = {
    version: "0.1.0",
    packages: {
      "": { version: "0.1.0" },
      service: { version: "0.1.0" },
      "node_modules/@auth-stack/service": { link: true },
      "node_modules/fastify": { version: "5.0.0" },
      "service/node_modules/pino": { version: "9.0.0" },
    },
  };
  const { version, packages } = JSON.parse(withVersion("package-lock.json", JSON.stringify(lock), "0.2.0"));
  expect(version).toBe("0.2.0");
  expect(packages).toEqual({
    ...lock.packages,
    "": { version: "0.2.0" },
    service: { version: "0.2.0" },
  });
});
