import { expect, test } from "vitest";
import { locationOf, readOrigin } from "../../../../tools/toolchain/releases/origin";

const url = "https://dl.k8s.io/release/v1.36.3/kubectl";

test.each([
  [undefined, url],
  ["", url],
  ["https://mirror.example.com", "https://mirror.example.com/dl.k8s.io/release/v1.36.3/kubectl"],
  ["https://mirror.example.com/x/", "https://mirror.example.com/x/dl.k8s.io/release/v1.36.3/kubectl"],
  ["http://127.0.0.1:8080", "http://127.0.0.1:8080/dl.k8s.io/release/v1.36.3/kubectl"],
])("RELEASES - %j asks %s", (given, location) => {
  expect(locationOf(url, readOrigin({ RELEASES: given }))).toBe(location);
});

test("RELEASES - none asks nobody", () => {
  expect(readOrigin({ RELEASES: "none" })).toEqual({ kind: "nowhere" });
});

test.each(["http://mirror.example.com", "mirror.example.com", "ftp://127.0.0.1", "off"])(
  "RELEASES - %s is refused, quoted, with what to set",
  (given) => {
    expect(() => readOrigin({ RELEASES: given })).toThrow(`RELEASES is "${given}"`);
  },
);
