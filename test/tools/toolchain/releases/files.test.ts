import { expect, test } from "vitest";
import type { ToolName } from "../../../../tools/toolchain";
import { modules } from "../../../../tools/toolchain/modules";
import { ownPlatform, releaseFiles, releaseKey, releaseOf } from "../../../../tools/toolchain/releases/files";

const linux = { os: "linux", arch: "amd64" } as const;
const tools = Object.values(modules).flatMap(({ packages }) => Object.keys(packages)) as ToolName[];

test.each(tools.filter((tool) => tool !== "pause"))(
  "release file of %s - one, with its version, over TLS",
  (tool) => {
    const files = releaseFiles(linux).filter(({ programs }) => tool in programs);
    expect(files).toHaveLength(1);
    const [{ url, checksums, version }] = files as [(typeof files)[0]];
    expect(url).toMatch(/^https:.*(linux[-_/](amd64|x64))/);
    expect(url).toContain(version);
    expect(checksums).toMatch(/^https:/);
  },
);

test("release files - pause is our own", () => {
  expect(releaseOf("pause", linux)).toBeUndefined();
});

test("release files - each platform has files of its own, and keys", () => {
  const mac = { os: "darwin", arch: "arm64" } as const;
  expect(releaseOf("pulumi", linux)?.url).toMatch(/-linux-x64\.tar\.gz$/);
  expect(releaseOf("pulumi", mac)?.url).toMatch(/-darwin-arm64\.tar\.gz$/);
  expect(releaseKey("1.2.3", linux)).toBe("1.2.3-linux-amd64");
  expect(releaseKey("1.2.3", mac)).not.toBe(releaseKey("1.2.3", linux));
});

test.each([
  ["linux", "x64", linux],
  ["darwin", "arm64", { os: "darwin", arch: "arm64" }],
  ["win32", "x64", undefined],
  ["linux", "riscv64", undefined],
])("release files - a machine with %s on %s", (os, arch, platform) => {
  expect(ownPlatform(os, arch)).toEqual(platform);
});
