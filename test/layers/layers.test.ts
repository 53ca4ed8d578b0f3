import { expect, test } from "vitest";
import { readImports } from "./imports";
import { layers } from "./layers";
import { misplaced, violations } from "./violations";

const imports = readImports();

test("layers - every folder has its place", () => {
  expect(misplaced(imports, layers)).toEqual([]);
});

test("layers - imports go one way, types included", () => {
  expect(violations(imports, layers)).toEqual([]);
});

const madeUp = { wings: { top: ["base"], base: [] }, rooms: { base: ["shop", "store"] } };

test("layers - an import that runs backwards is found, between wings and within one", () => {
  const found = violations(
    new Map([
      ["top/main.ts", ["base/shop/index.ts", "base/store/keys.ts"]],
      ["base/shop/index.ts", ["base/store/keys.ts"]],
      ["base/store/keys.ts", ["base/shop/price.ts"]],
      ["base/shop/price.ts", ["top/words.ts"]],
    ]),
    madeUp,
  );
  expect(found).toEqual([
    expect.stringMatching(/^base\/shop\/price.ts imports top\/words.ts: base imports from no other wing/),
    expect.stringMatching(
      /^base\/store\/keys.ts imports base\/shop\/price.ts: base\/store is below base\/shop/,
    ),
  ]);
});

test("layers - a circle is told with the whole way round", () => {
  const circle = new Map([
    ["base/shop/a.ts", ["base/shop/b.ts", "base/shop/d.ts"]],
    ["base/shop/b.ts", ["base/shop/c.ts"]],
    ["base/shop/c.ts", ["base/shop/a.ts"]],
    ["base/shop/d.ts", []],
  ]);
  const way = "base/shop/a.ts → base/shop/b.ts → base/shop/c.ts → base/shop/a.ts";
  expect(violations(circle, madeUp)).toEqual([expect.stringContaining(`a circle: ${way}.`)]);
});

test("layers - a folder without a place is told, and a place without a folder", () => {
  expect(misplaced(new Map([["base/till/a.ts", []]]), madeUp)).toEqual([
    expect.stringContaining("top is not there"),
    expect.stringContaining("base/till has no place"),
    expect.stringContaining("base/shop is not there"),
    expect.stringContaining("base/store is not there"),
  ]);
});
