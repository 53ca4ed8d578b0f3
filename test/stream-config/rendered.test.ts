import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generatedFiles } from "../../tools/generate";
import { projectDir } from "../../tools/paths";

test.each(Object.entries(generatedFiles))(
  "generated files - %s is what is rendered now",
  async (path, render) => {
    expect(readFileSync(join(projectDir, path), "utf8"), "run `make generate`").toBe(await render());
  },
);
