import { expect, test } from "vitest";
import { isPlugin } from "../../../tools/up/orphans";

test.each([
  ["a language host", ["/cache/pulumi-language-nodejs", "127.0.0.1:1"], true],
  ["a provider", ["/home/plugins/resource-kubernetes-v4/pulumi-resource-kubernetes", "127.0.0.1:1"], true],
  [
    "a provider from source",
    ["/bin/node", "/x/@pulumi/pulumi/cmd/run-plugin/index.js", "/x/infra/provider"],
    true,
  ],
  ["pulumi itself", ["/cache/bin/pulumi", "up"], false],
  ["a shell", ["/bin/bash"], false],
  ["a process without arguments", [""], false],
])("orphaned plugins - %s is told by its command", (_what, cmdline, expected) => {
  expect(isPlugin(cmdline)).toBe(expected);
});
