import { expect, test } from "vitest";
import { foreignRoute } from "../../../tools/cluster/routes";

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
