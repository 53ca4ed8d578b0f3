import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import { versionedFiles } from "../../../../tools/commands/release/packages";
import { release } from "../../../../tools/commands/release/release";
import { run } from "../../../../tools/lib/run";
import { temporaryDir } from "../../../support/servers";

// Each test starts a dozen processes, one after the other.
vi.setConfig({ testTimeout: 240_000 });

const date = "2026-02-03";
const generate = `node -e "fs.writeFileSync('generated', require('./package.json').version)"`;

/** A checkout of its own with something to release. */
async function checkout() {
  const dir = temporaryDir();
  const git = (...args: string[]) => run("git", args, { cwd: dir });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  for (const path of versionedFiles) {
    const content = { version: "0.1.0", scripts: { generate }, packages: {} };
    write(path, `${JSON.stringify(content, null, 2)}\n`);
  }
  write("CHANGELOG.md", "## [Unreleased]\n\n### Added\n\n- All.\n");
  write("generated", "0.1.0");
  await git("init", "--quiet");
  await git("config", "user.name", "Somebody");
  await git("config", "user.email", "somebody@example.com");
  await git("add", ".");
  await git("commit", "--quiet", "--message", "feat: all");
  const read = (path: string) => readFileSync(join(dir, path), "utf8");
  return { dir, git, write, read };
}

test("release - commits changelog, versions and generated files, and tags the commit", async () => {
  const { dir, git, read } = await checkout();
  await release({ dir, version: "0.2.0", date });
  expect(await git("log", "--format=%s", "v0.2.0")).toBe("chore: release 0.2.0\nfeat: all");
  expect(await git("cat-file", "-t", "v0.2.0")).toBe("tag");
  expect(await git("status", "--porcelain")).toBe("");
  expect(read("CHANGELOG.md")).toBe(`## [Unreleased]\n\n## [0.2.0] - ${date}\n\n### Added\n\n- All.\n`);
  for (const path of versionedFiles) expect(JSON.parse(read(path)).version).toBe("0.2.0");
  expect(read("generated")).toBe("0.2.0");
});

test("release - a checkout with changes, a file that git doesn't know included, is left as it is", async () => {
  const { dir, git, write } = await checkout();
  write("generated", "0.1.1");
  write("new", "");
  await expect(release({ dir, version: "0.2.0", date })).rejects.toThrow(/changes: .*generated.*new/);
  expect(await git("diff", "--name-only")).toBe("generated");
});

test("release - a tag that is there is no new one", async () => {
  const { dir, git } = await checkout();
  await git("tag", "v0.2.0");
  await expect(release({ dir, version: "0.2.0", date })).rejects.toThrow("there is a tag v0.2.0 already");
  expect(await git("status", "--porcelain")).toBe("");
});

test("release - there has to be something to release, once", async () => {
  const { dir } = await checkout();
  await release({ dir, version: "0.2.0", date });
  await expect(release({ dir, version: "0.2.0", date })).rejects.toThrow("0.2.0 was released already");
  await expect(release({ dir, version: "0.3.0", date })).rejects.toThrow("nothing under Unreleased");
});
