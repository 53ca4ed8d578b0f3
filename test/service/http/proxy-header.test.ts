import { expect, test } from "vitest";
import { readProxyHeader } from "../../../service/src/http/proxy-header";
import { binaryHeader } from "./proxy-headers";

const v6 = Buffer.concat([
  Buffer.from("20010db8000000000000000000000001", "hex"),
  Buffer.from("20010db8000000000000000000000002", "hex"),
  Buffer.from([0x30, 0x39, 1, 0xbb]),
]);

test.each([
  ["PROXY TCP4 203.0.113.7 10.0.0.1 51234 443\r\n", { kind: "client", address: "203.0.113.7" }],
  ["PROXY TCP6 2001:db8::1 2001:db8::2 51234 443\r\n", { kind: "client", address: "2001:db8::1" }],
  ["PROXY UNKNOWN\r\n", { kind: "own" }],
  ["PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n", { kind: "own" }],
])("PROXY protocol - version 1: %j", (line, expected) => {
  expect(readProxyHeader(Buffer.from(`${line}GET /`))).toEqual({ ...expected, length: line.length });
  for (let length = 0; length < line.length; length += 1) {
    expect(readProxyHeader(Buffer.from(line.slice(0, length)))).toEqual({ kind: "incomplete" });
  }
});

test.each([
  ["an IPv4 client", binaryHeader("203.0.113.7"), { kind: "client", address: "203.0.113.7" }],
  ["an IPv6 client", binaryHeader(v6, 0x21, 0x21), { kind: "client", address: "2001:db8::1" }],
  ["what may follow", binaryHeader(Buffer.alloc(40, 9)), { kind: "client", address: "9.9.9.9" }],
  ["the proxy itself", binaryHeader(Buffer.alloc(0), 0x20, 0), { kind: "own" }],
  ["a Unix socket", binaryHeader(Buffer.alloc(216), 0x21, 0x31), { kind: "own" }],
])("PROXY protocol - version 2: %s", (_title, header, expected) => {
  expect(readProxyHeader(Buffer.concat([header, Buffer.from("GET /")]))).toEqual({
    ...expected,
    length: header.length,
  });
  for (let length = 0; length < header.length; length += 1) {
    expect(readProxyHeader(header.subarray(0, length))).toEqual({ kind: "incomplete" });
  }
});

test.each([
  ["no header", Buffer.from("GET / HTTP/1.1\r\n")],
  ["a TLS handshake", Buffer.from("160301020001000001fc0303", "hex")],
  ["no address", Buffer.from("PROXY TCP4 nobody 10.0.0.1 1 2\r\n")],
  ["an address of the other family", Buffer.from("PROXY TCP4 ::1 ::2 1 2\r\n")],
  ["too few parts", Buffer.from("PROXY TCP4 203.0.113.7\r\n")],
  ["a line without end", Buffer.from(`PROXY UNKNOWN ${"x".repeat(107)}`)],
  ["another version", binaryHeader("203.0.113.7", 0x31)],
  ["another command", binaryHeader("203.0.113.7", 0x22)],
  ["half an address", binaryHeader(Buffer.alloc(2))],
  ["an endless rest", binaryHeader(Buffer.alloc(5_000))],
])("PROXY protocol - %s is refused", (_title, bytes) => {
  expect(readProxyHeader(bytes)).toEqual({ kind: "invalid" });
});
