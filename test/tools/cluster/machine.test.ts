import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { containerdSocket } from "../../../tools/cluster/layout";
import { findListener, listeningInode } from "../../../tools/cluster/listeners";
import { mountsBelow } from "../../../tools/cluster/mounts";
import { foreignRoute } from "../../../tools/cluster/routes";
import { isShimCommand } from "../../../tools/cluster/shims";

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

const tcp = (address: string, state = "0A") =>
  `  sl  local_address rem_address   st\n   0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  0  0 4711 1\n`;

test.each<[string, string, string | undefined]>([
  ["the same address", tcp("0100007F:1388"), "4711"],
  ["all addresses", tcp("00000000:1388"), "4711"],
  ["all IPv6 addresses", tcp("00000000000000000000000000000000:1388"), "4711"],
  ["another address", tcp("0200007F:1388"), undefined],
  ["another port", tcp("0100007F:1389"), undefined],
  ["no listening socket", tcp("0100007F:1388", "01"), undefined],
])("listeners - 127.0.0.1:5000 against %s", (_, table, inode) => {
  expect(listeningInode(table, { host: "127.0.0.1", port: 5000 })).toBe(inode);
});

test("listeners - the process that has a port is named", async () => {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  expect(findListener({ host: "127.0.0.1", port })).toContain(`(pid ${process.pid})`);
});

const header = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n";
const route = (device: string, destination: string, mask: string) =>
  `${header}${device}\t${destination}\t00000000\t0001\t0\t0\t0\t${mask}\t0\t0\t0\n`;

test.each<[string, string, string | undefined]>([
  ["the default route", route("eth0", "00000000", "00000000"), undefined],
  ["192.0.2.0/24", route("eth0", "000200C0", "00FFFFFF"), undefined],
  ["10.0.0.0/8", route("tun0", "0000000A", "000000FF"), "tun0 routes to 10.244.0.0/24"],
  ["10.244.0.0/25", route("cni0", "0000F40A", "80FFFFFF"), "cni0 routes to 10.244.0.0/24"],
  ["10.96.0.0/12", route("tun0", "0000600A", "0000F0FF"), "tun0 routes to 10.96.0.0/16"],
  ["the cluster's own", route("authstack0", "0000F40A", "00FFFFFF"), undefined],
])("routes - %s", (_, routes, clash) => {
  expect(foreignRoute(routes)).toBe(clash);
});

test.each<[string[], boolean]>([
  [["/usr/bin/containerd-shim-runc-v2", "-namespace", "k8s.io", "-address", containerdSocket, ""], true],
  [["/usr/bin/containerd-shim-runc-v2", "-address", "/run/containerd/containerd.sock", ""], false],
  [["/usr/bin/vim", "-address", containerdSocket], false],
  [[""], false],
])("shims - %j is one of our containerd: %s", (command, ours) => {
  expect(isShimCommand(command.join("\0"))).toBe(ours);
});
