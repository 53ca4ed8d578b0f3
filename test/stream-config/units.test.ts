import fc from "fast-check";
import { expect, test } from "vitest";
import {
  exactBytes,
  exactNanoseconds,
  fromBytes,
  fromNanoseconds,
  toBytes,
  toNanoseconds,
  toSeconds,
} from "../../stream-config";

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

test("units - any number of nanoseconds or bytes that the API can say is read back as written", () => {
  const amounts = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
  fc.assert(fc.property(amounts, (amount) => exactNanoseconds(fromNanoseconds(amount)) === amount));
  fc.assert(fc.property(amounts, (amount) => exactBytes(fromBytes(amount)) === amount));
});

test.each([
  [604_800e9, "7d"],
  [1.5e9, "1500ms"],
  [100_000_001, "100000001ns"],
  [1_500, "1500ns"],
  [0, "0s"],
])("units - %d ns are written as %s", (nanoseconds, text) => {
  expect(fromNanoseconds(nanoseconds)).toBe(text);
  expect(toNanoseconds(text)).toBe(nanoseconds);
});

test("units - names of an object's own properties are no units", () => {
  expect(() => toBytes("1constructor")).toThrow("is not a size");
});
