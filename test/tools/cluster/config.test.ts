import { expect, test } from "vitest";
import { renderCni, renderContainerd } from "../../../tools/cluster/config/containerd";
import { renderCorefile } from "../../../tools/cluster/config/coredns";
import { renderKubelet } from "../../../tools/cluster/config/kubelet";
import { renderProxy } from "../../../tools/cluster/config/proxy";
import { renderRegistry } from "../../../tools/cluster/config/registry";
import {
  containerdSocket,
  dirs,
  endpoints,
  listeners,
  network,
  node,
  pauseImage,
} from "../../../tools/cluster/layout";
import { clusterDir } from "../../../tools/lib/paths";

test("cluster layout - every port is on loopback or on the node's own bridge", () => {
  for (const { host } of Object.values(endpoints)) expect(["127.0.0.1", node.ip]).toContain(host);
});

test("cluster layout - every endpoint belongs to exactly one process", () => {
  const owned = Object.values(listeners).flat();
  expect(new Set(owned)).toEqual(new Set(Object.values(endpoints)));
  expect(owned).toHaveLength(Object.keys(endpoints).length);
});

test("containerd configuration - keeps to the cluster's own folders, socket and pause image", () => {
  const text = renderContainerd();
  expect(text).toContain(`address = "${containerdSocket}"`);
  expect(text).toContain(`sandbox_image = "${pauseImage}"`);
  expect(text).toContain(`Root = "${dirs.containerdState}/runc"`);
  for (const [, path = ""] of text.matchAll(/^(?:root|state) = "(.*)"$/gm))
    expect(path).toContain(clusterDir);
});

test("pods' network - one bridge, no ports of the machine", () => {
  const { plugins } = JSON.parse(renderCni()) as { plugins: { type: string; bridge?: string }[] };
  expect(plugins.map(({ type }) => type)).toEqual(["bridge"]);
  expect(plugins[0]?.bridge).toBe(network.bridge);
});

test("DNS configuration - forwards other names only where the machine has a resolver", () => {
  expect(renderCorefile("nameserver 192.0.2.1\n")).toContain("forward . /etc/resolv.conf");
  expect(renderCorefile("# none\n")).not.toContain("forward");
});

test("kubelet configuration - listens on the bridge and lets nobody in without a certificate", () => {
  const config = JSON.parse(renderKubelet()) as Record<string, unknown>;
  expect(config).toMatchObject({
    address: node.ip,
    authentication: { anonymous: { enabled: false } },
    clusterDNS: [network.dnsServiceIp],
  });
});

test("kube-proxy configuration - leaves the machine's connection tracking as it is", () => {
  expect(JSON.parse(renderProxy())).toMatchObject({
    mode: "iptables",
    conntrack: { maxPerCore: 0 },
    nodePortAddresses: [network.podCidr],
  });
});

test("registry configuration - loopback, and storage that outlives the cluster", () => {
  const config = JSON.parse(renderRegistry());
  expect(config.http.addr).toBe("127.0.0.1:5000");
  expect(config.storage.filesystem.rootdirectory).not.toContain(clusterDir);
});
