import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatter } from "../../biome.json";
import { projectDir } from "../../tools/lib/paths";

test(".editorconfig - says of lines and indents what the formatter does", () => {
  const text = readFileSync(join(projectDir, ".editorconfig"), "utf8");
  const [, everywhere = ""] = text.split(/^\[.*\]$/m);
  const settings = Object.fromEntries(
    everywhere
      .trim()
      .split("\n")
      .map((line) => line.split(" = ")),
  );
  expect(settings).toMatchObject({
    indent_style: formatter.indentStyle,
    indent_size: String(formatter.indentWidth),
    max_line_length: String(formatter.lineWidth),
    // Biome's own default.
    end_of_line: "lf",
  });
});
