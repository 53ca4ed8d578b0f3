import { expect, test } from "vitest";
import packageJson from "../../../package.json";
import { modules, sourceOf, type ToolName } from "../../../tools/toolchain/modules";
import { moduleFiles, pinnedVersion } from "../../../tools/toolchain/pins";
import { kubernetesProviderVersion } from "../../../tools/toolchain/provider";

const all = Object.entries(modules);

test.each(all)("toolchain module %s - pins what it builds, with checksums", (name, { packages }) => {
  const files = moduleFiles(name);
  expect(files.get("go.mod")).toContain(`module toolchain.local/${name}\n`);
  for (const path of Object.values(packages).filter((each) => each !== ".")) {
    expect(files.get("go.mod")).toContain(path);
    expect(files.get("go.sum")).toContain(" h1:");
  }
});

test("toolchain modules - every tool comes from exactly one", () => {
  const tools = all.flatMap(([, { packages }]) => Object.keys(packages)) as ToolName[];
  expect(new Set(tools).size).toBe(tools.length);
  for (const tool of tools) expect(Object.keys(modules[sourceOf(tool).module].packages)).toContain(tool);
});

test("toolchain modules - pulumi and its Kubernetes provider are those of the npm packages", () => {
  const { dependencies } = packageJson;
  expect(pinnedVersion("pulumi", "github.com/pulumi/pulumi/sdk/v3")).toBe(
    `v${dependencies["@pulumi/pulumi"]}`,
  );
  expect(kubernetesProviderVersion).toBe(dependencies["@pulumi/kubernetes"]);
});

test("toolchain modules - a dependency that is not pinned is an error", () => {
  expect(() => pinnedVersion("pause", "example.org/x")).toThrow(
    "pause/go.mod does not require example.org/x",
  );
});
