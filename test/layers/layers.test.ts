import { expect, test } from "vitest";
import { pastDoors } from "./doors";
import { readImports, readPackages } from "./imports";
import { doors, layers } from "./layers";
import { misplaced, violations } from "./violations";

const imports = readImports();

test("layers - every folder has its place", () => {
  expect(misplaced(imports, layers)).toEqual([]);
});

test("layers - imports go one way, types included", () => {
  expect(violations(imports, layers)).toEqual([]);
});

test("layers - packages that have doors are imported from nowhere else, types included", () => {
  expect(pastDoors(readPackages(), doors)).toEqual([]);
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

test("layers - an import past a door is found, and a door that is none", () => {
  const packages = new Map([
    ["base/door.ts", ["wire"]],
    ["base/shop.ts", ["wire", "@scope/wire"]],
  ]);
  expect(
    pastDoors(packages, { wire: ["base/door.ts"], "@scope/wire": ["base/door.ts", "base/shop.ts"] }),
  ).toEqual([
    expect.stringContaining("base/shop.ts imports from wire: only these do, import from one: base/door.ts"),
    expect.stringContaining("base/door.ts imports nothing from @scope/wire: take it out"),
  ]);
});
