import { mkdirSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ensureLink, isKept, keptBinary, linkTarget } from "../../../tools/toolchain/store";
import { temporaryDir } from "../../support/servers";

test("toolchain store - a link is made, left alone when right, and replaced when not", () => {
  const dir = temporaryDir();
  const link = join(dir, "bin/tool");
  expect(ensureLink(link, "/one")).toBe("changed");
  expect(ensureLink(link, "/one")).toBe("unchanged");
  expect(ensureLink(link, "/two")).toBe("changed");
  expect(readlinkSync(link)).toBe("/two");
});

test("toolchain store - a link's draft that a killed run left is no obstacle", () => {
  const dir = temporaryDir();
  mkdirSync(join(dir, "bin"));
  writeFileSync(join(dir, `bin/tool.${process.pid}.tmp`), "");
  expect(ensureLink(join(dir, "bin/tool"), "/one")).toBe("changed");
});

test("toolchain store - what is no link leads nowhere", () => {
  const dir = temporaryDir();
  writeFileSync(join(dir, "file"), "");
  expect(linkTarget(join(dir, "file"))).toBeUndefined();
  expect(linkTarget(join(dir, "nothing"))).toBeUndefined();
});

test("toolchain store - what we keep is told from tools on PATH", () => {
  expect(isKept(keptBinary("pulumi", "0123"))).toBe(true);
  expect(isKept("/usr/bin/pulumi")).toBe(false);
});
