import { expect, test } from "vitest";
import { digestReference, parseRegistry, tagReference } from "../../../tools/images/reference";

const digest = `sha256:${"0".repeat(64)}`;

test("registry - loopback is spoken to without TLS, everything else with", () => {
  const schemes = ["127.0.0.1:5000", "localhost:5000", "localhost", "[::1]:5000", "registry.example.com"].map(
    (text) => parseRegistry(text).scheme,
  );
  expect(schemes).toEqual(["http", "http", "http", "http", "https"]);
  expect(parseRegistry("localhost.example.com").scheme).toBe("https");
  expect(parseRegistry("127.0.0.1.example.com").scheme).toBe("https");
});

test("registry - a path is part of the image's name", () => {
  const registry = parseRegistry("registry.example.com:8443/team/a");
  expect(registry).toEqual({ host: "registry.example.com:8443", path: "/team/a", scheme: "https" });
  expect(digestReference(registry, "nats", digest)).toBe(
    `registry.example.com:8443/team/a/auth-stack/nats@${digest}`,
  );
});

test("registry - an image's reference by digest and by tag", () => {
  const registry = parseRegistry("127.0.0.1:5000");
  expect(digestReference(registry, "redis", digest)).toBe(`127.0.0.1:5000/auth-stack/redis@${digest}`);
  expect(tagReference(registry, "pause", "1")).toBe("127.0.0.1:5000/auth-stack/pause:1");
});

test.each([
  "",
  "https://registry.example.com",
  "Registry.example.com",
  "host/",
  "host:port",
  "a b",
  "host/x:tag",
])("registry - %j is refused, and the message quotes it", (text) => {
  expect(() => parseRegistry(text)).toThrow(JSON.stringify(text));
});
