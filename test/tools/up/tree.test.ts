import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { demandSame, readTree } from "../../../tools/up/tree";
import { temporaryDir } from "../../support/servers";

/** A checkout with these files; answers how to save one. */
function checkout(...files: string[]): { dir: string; save: (file: string, text: string) => void } {
  const dir = temporaryDir();
  const save = (file: string, text: string) => {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  };
  for (const file of files) save(file, "before");
  return { dir, save };
}

test("tree - one that stays is the same, whatever is saved that isn't deployed", () => {
  const { dir, save } = checkout("infra/index.ts", "docs/a.md", "service/node_modules/a.js");
  const before = readTree(dir);
  save("docs/a.md", "after");
  save("service/node_modules/a.js", "after");
  save("infra/index.ts", "before");
  expect(() => demandSame(before, "", dir)).not.toThrow();
});

test.each([
  ["changed", "stream-config/users/index.ts"],
  ["added", "service/src/new.ts"],
  ["changed", "package-lock.json"],
])("tree - a file that is %s meanwhile is named: %s", (_, file) => {
  const { dir, save } = checkout("stream-config/users/index.ts", "package-lock.json");
  const before = readTree(dir);
  save(file, "after");
  expect(() => demandSame(before, "Nothing was deployed.", dir)).toThrow(
    `Saved while this ran: ${file}. Nothing was deployed.`,
  );
});

test("tree - a file that is removed meanwhile is named", () => {
  const { dir } = checkout("infra/index.ts");
  const before = readTree(dir);
  rmSync(join(dir, "infra/index.ts"));
  expect(() => demandSame(before, "", dir)).toThrow("infra/index.ts");
});
