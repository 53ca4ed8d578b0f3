import { chmodSync, cpSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { contentKey } from "../../../tools/images/key";
import { temporaryDir } from "../../support/servers";

/** A folder "src" with a file and a nested file. */
function sources(): string {
  const src = join(temporaryDir(), "src");
  mkdirSync(join(src, "nested"), { recursive: true });
  writeFileSync(join(src, "a.ts"), "a");
  writeFileSync(join(src, "nested/b.ts"), "b");
  return src;
}

const keyOf = (path: string, texts: readonly string[] = []) => contentKey({ files: [path], texts });

test("content key - equal for equal files, wherever they lie", () => {
  const src = sources();
  const copy = join(temporaryDir(), "src");
  cpSync(src, copy, { recursive: true });
  expect(keyOf(copy)).toBe(keyOf(src));
  expect(keyOf(src)).toMatch(/^[0-9a-f]{16}$/);
});

const changes: Readonly<Record<string, (src: string) => void>> = {
  "a file's content": (src) => writeFileSync(join(src, "nested/b.ts"), "c"),
  "a file's name": (src) => renameSync(join(src, "a.ts"), join(src, "c.ts")),
  "a file's mode": (src) => chmodSync(join(src, "a.ts"), 0o755),
  "a new file": (src) => writeFileSync(join(src, "nested/new.ts"), ""),
  "text moved to another file": (src) => {
    writeFileSync(join(src, "a.ts"), "");
    writeFileSync(join(src, "nested/b.ts"), "ab");
  },
};

test.each(Object.entries(changes))("content key - %s changes it", (_, change) => {
  const src = sources();
  const before = keyOf(src);
  change(src);
  expect(keyOf(src)).not.toBe(before);
});

test("content key - what other commands leave in the checkout does not count", () => {
  const src = sources();
  const before = keyOf(src);
  for (const name of ["node_modules", "dist"]) {
    mkdirSync(join(src, "nested", name));
    writeFileSync(join(src, "nested", name, "x.js"), "x");
  }
  expect(keyOf(src)).toBe(before);
});

test("content key - texts count one by one", () => {
  const src = sources();
  expect(keyOf(src, ["a", "b"])).not.toBe(keyOf(src, ["ab"]));
  expect(keyOf(src, ["a", "b"])).not.toBe(keyOf(src, ["a"]));
});
