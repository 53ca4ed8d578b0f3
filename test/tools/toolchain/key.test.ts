import { expect, test } from "vitest";
import { type BuildInput, buildInput, buildKey } from "../../../tools/toolchain/key";

const input: BuildInput = {
  files: new Map([["go.mod", "module example\n"]]),
  package: ".",
  flags: ["-s"],
  compiler: "go1.26.8 linux/amd64",
};

test("toolchain key - equal inputs have equal keys", () => {
  expect(buildKey({ ...input, files: new Map(input.files) })).toBe(buildKey(input));
});

test.each<[string, Partial<BuildInput>]>([
  ["a file's text", { files: new Map([["go.mod", "module other\n"]]) }],
  ["a file's name", { files: new Map([["go.sum", "module example\n"]]) }],
  ["the package", { package: "./cmd" }],
  ["a flag", { flags: ["-w"] }],
  ["the compiler", { compiler: "go1.27.0 linux/amd64" }],
])("toolchain key - %s changes it", (_, change) => {
  expect(buildKey({ ...input, ...change })).not.toBe(buildKey(input));
});

test("toolchain key - a tool's key follows from its module's pins and version settings", () => {
  const kubelet = buildInput("kubelet", "go1.26.8 linux/amd64");
  expect([...kubelet.files.keys()]).toEqual(["go.mod", "go.sum"]);
  expect(kubelet.flags).toContain("-X k8s.io/component-base/version.gitMajor=1");
  expect(buildKey(kubelet)).not.toBe(buildKey(buildInput("kubectl", "go1.26.8 linux/amd64")));
});
