import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeWritten, writeGenerated } from "../../../../tools/commands/generate/write-generated";
import { temporaryDir } from "../../../support/servers";

const files = { "own/a.json": () => "{}\n", "docs/b.md": async () => "# B\n" };

test("generate - says what it wrote and removed, and the second time that there was nothing to do", async () => {
  const dir = temporaryDir();
  mkdirSync(join(dir, "own"));
  writeFileSync(join(dir, "own/former.json"), "{}");
  const first = await writeGenerated(dir, "own", files);
  expect(describeWritten(first)).toBe("wrote own/a.json\nwrote docs/b.md\nremoved own/former.json");
  expect(readFileSync(join(dir, "docs/b.md"), "utf8")).toBe("# B\n");
  expect(readdirSync(join(dir, "own"))).toEqual(["a.json"]);
  const { mtimeMs } = statSync(join(dir, "docs/b.md"));
  expect(describeWritten(await writeGenerated(dir, "own", files))).toBe(
    "All generated files are up to date.",
  );
  expect(statSync(join(dir, "docs/b.md")).mtimeMs).toBe(mtimeMs);
});
