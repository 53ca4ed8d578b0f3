import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { clientFilesDir, generatedFiles } from "../../tools/generate";
import { projectDir } from "../../tools/paths";
import { strangers } from "../../tools/write-generated";

test.each(Object.entries(generatedFiles))(
  "generated files - %s is what is rendered now",
  async (path, render) => {
    expect(readFileSync(join(projectDir, path), "utf8"), "run `make generate`").toBe(await render());
  },
);

test("generated files - none is left of a user that is gone", () => {
  expect(strangers(projectDir, clientFilesDir, generatedFiles), "run `make generate`").toEqual([]);
});
