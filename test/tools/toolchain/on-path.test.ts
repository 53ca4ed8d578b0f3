import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test, vi } from "vitest";
import { findOnPath, sufficientOnPath } from "../../../tools/toolchain/on-path";
import { temporaryDir } from "../../support/servers";

function installTool(dir: string, name: string, version: string): string {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, name);
  writeFileSync(path, `#!/bin/sh\necho ${version}\n`);
  chmodSync(path, 0o755);
  return path;
}

test("toolchain on PATH - the first executable of the name is found", () => {
  const dir = temporaryDir();
  writeFileSync(join(dir, "tool"), "not executable");
  const path = installTool(join(dir, "bin"), "tool", "v1.0.0");
  expect(findOnPath("tool", [dir, "", join(dir, "bin")].join(delimiter))).toBe(path);
});

test("toolchain on PATH - folders of npm packages do not count", () => {
  const bin = join(temporaryDir(), "node_modules/.bin");
  installTool(bin, "tool", "v1.0.0");
  expect(findOnPath("tool", bin)).toBeUndefined();
});

test.each<["kubectl" | "pulumi" | "kubelet", string, boolean]>([
  ["kubectl", "v1.36.0", true],
  ["kubectl", "v1.32.0", false],
  ["pulumi", "v3.999.0", true],
  ["pulumi", "v3.1.0", false],
  ["kubelet", "v1.36.3", false],
])("toolchain on PATH - %s %s is taken: %s", async (tool, version, taken) => {
  const dir = temporaryDir();
  const path = installTool(dir, tool, version);
  vi.stubEnv("PATH", `${dir}${delimiter}/usr/bin${delimiter}/bin`);
  expect(await sufficientOnPath(tool)).toBe(taken ? path : undefined);
  vi.unstubAllEnvs();
});
