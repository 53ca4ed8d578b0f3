import { expect, test } from "vitest";
import { networkOf, networksOf } from "../../service/src/client-address";

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["::1", "0:0:0:0::/64"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002::6", "2001:db8:1:2::/64"],
  ["2001:db8::6", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["64:ff9b::192.0.2.1", "64:ff9b:0:0::/64"],
])("client address - %s counts as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test.each([
  ["192.0.2.1", ["192.0.2.1"]],
  ["::ffff:192.0.2.1", ["192.0.2.1"]],
  ["2001:db8:1:234::6", ["2001:db8:1:234::/64", "2001:db8:1:200::/56", "2001:db8:1::/48"]],
  ["2001:db8::6", ["2001:db8:0:0::/64", "2001:db8:0:0::/56", "2001:db8:0::/48"]],
])("client address - %s is counted in %j", (address, networks) => {
  expect(networksOf(address)).toEqual(networks);
});

test("client address - a /48 is one network, however many /64 it has", () => {
  const networks = Array.from({ length: 300 }, (_, nth) => networksOf(`2001:db8:7:${nth.toString(16)}::1`));
  expect(new Set(networks.map(([narrowest]) => narrowest)).size).toBe(300);
  expect(new Set(networks.map(([, middle]) => middle)).size).toBe(2);
  expect(new Set(networks.map(([, , widest]) => widest))).toEqual(new Set(["2001:db8:7::/48"]));
});
