import { expect, test } from "vitest";
import {
  canonicalAddress,
  isWithin,
  networkOf,
  networksOf,
  parseNetworks,
} from "../../../service/src/http/client-address";

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

test.each([
  ["203.0.113.7:51234", "203.0.113.7"],
  ["[2001:db8::1]:443", "2001:db8::1"],
  ["[2001:db8::1]", "2001:db8::1"],
  ["2001:0DB8:0:0::0001", "2001:db8::1"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["[::ffff:203.0.113.7]:80", "203.0.113.7"],
  ["::ffff:cb00:7107", "203.0.113.7"],
])("client address - %s is %s", (spelling, address) => {
  expect(canonicalAddress(spelling)).toBe(address);
});

test.each([
  "",
  "unknown",
  "_hidden",
  "1",
  "0x7f.1",
  "203.0.113",
  "203.0.113.7:",
  "203.0.113.07:1",
  "example.com",
])("client address - %j is none", (text) => {
  expect(canonicalAddress(text)).toBeUndefined();
});

test("client address - a proxy is trusted however its address is spelt", () => {
  const proxies = parseNetworks(["10.0.0.0/8", "2001:db8::7"]);
  for (const one of ["10.1.2.3", "10.1.2.3:4567", "::ffff:10.1.2.3", "[2001:DB8:0::7]:443"]) {
    expect(isWithin(one, proxies), one).toBe(true);
  }
  for (const one of ["11.1.2.3", "2001:db8::8", "unknown"]) expect(isWithin(one, proxies), one).toBe(false);
});
