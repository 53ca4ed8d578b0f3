import { expect, test } from "vitest";
import { containerdSocket } from "../../../tools/cluster/layout";
import { isShimCommand } from "../../../tools/cluster/shims";

test.each<[string[], boolean]>([
  [["/usr/bin/containerd-shim-runc-v2", "-namespace", "k8s.io", "-address", containerdSocket, ""], true],
  [["/usr/bin/containerd-shim-runc-v2", "-address", "/run/containerd/containerd.sock", ""], false],
  [["/usr/bin/vim", "-address", containerdSocket], false],
  [[""], false],
])("shims - %j is one of our containerd: %s", (command, ours) => {
  expect(isShimCommand(command.join("\0"))).toBe(ours);
});
