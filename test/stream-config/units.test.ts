import fc from "fast-check";
import { expect, test } from "vitest";
import { fromSeconds, toBytes, toNanoseconds, toSeconds } from "../../stream-config";

test("units - durations and sizes of the contract in JetStream's units", () => {
  expect(toNanoseconds("7d")).toBe(604_800e9);
  expect(toBytes("100MB")).toBe(100_000_000);
});

test.each(["", "7", "d", "1.5h", "-1s", "7 d", "7D", "100MB"])(
  "units - %j is refused as a duration",
  (text) => {
    expect(() => toSeconds(text)).toThrow(`${JSON.stringify(text)} is not a duration`);
  },
);

test.each(["", "100", "MB", "100 MB", "100mb", "1KB", "7d"])("units - %j is refused as a size", (text) => {
  expect(() => toBytes(text)).toThrow(`${JSON.stringify(text)} is not a size`);
});

test("units - any number of seconds is read back as written", () => {
  fc.assert(fc.property(fc.nat(), (seconds) => toSeconds(fromSeconds(seconds)) === seconds));
});

test("units - parts of a second are written in milliseconds", () => {
  expect(fromSeconds(1.5)).toBe("1500ms");
  expect(toNanoseconds("1500ms")).toBe(1.5e9);
});
