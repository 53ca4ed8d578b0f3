import { expect, test } from "vitest";
import { mountsBelow } from "../../../tools/cluster/mounts";

const mountinfo = [
  "22 27 0:21 / /proc rw,relatime - proc proc rw",
  "42 27 254:0 / /state/cluster/kubelet rw shared:1 - ext4 /dev/vda rw",
  "43 42 0:40 / /state/cluster/kubelet/pods/a\\040b rw - tmpfs tmpfs rw",
  "44 27 0:41 / /state/cluster2 rw - tmpfs tmpfs rw",
].join("\n");

test("mounts - those below a folder, the deepest first, with their spaces", () => {
  expect(mountsBelow(mountinfo, "/state/cluster")).toEqual([
    "/state/cluster/kubelet/pods/a b",
    "/state/cluster/kubelet",
  ]);
});
