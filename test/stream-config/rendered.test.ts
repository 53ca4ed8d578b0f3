import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { clientFilesDir, generatedFiles } from "../../tools/commands/generate";
import { strangers } from "../../tools/commands/generate/write-generated";
import { projectDir } from "../../tools/lib/paths";

test.each(Object.entries(generatedFiles))(
  "generated files - %s is what is rendered now",
  async (path, render) => {
    expect(readFileSync(join(projectDir, path), "utf8"), "run `make generate`").toBe(await render());
  },
);

test("generated files - none is left of a user that is gone", () => {
  expect(strangers(projectDir, clientFilesDir, generatedFiles), "run `make generate`").toEqual([]);
});
