import { expect, test } from "vitest";
import {
  isSameMajorNotOlder,
  isWithinOneMinor,
  parseVersion,
  type Version,
} from "../../../tools/toolchain/versions";

test.each<[string, Version | undefined]>([
  ["v3.259.0", [3, 259, 0]],
  ["Client Version: v1.36.3\nKustomize Version: v5.6.0", [1, 36, 3]],
  ["3.10.1-alpha.2", [3, 10, 1]],
  ["command not found", undefined],
  ["", undefined],
])("toolchain versions - %j is read as %j", (output, version) => {
  expect(parseVersion(output)).toEqual(version);
});

test.each<[Version | undefined, boolean]>([
  [[1, 36, 0], true],
  [[1, 35, 9], true],
  [[1, 37, 0], true],
  [[1, 34, 9], false],
  [[1, 32, 0], false],
  [[2, 36, 0], false],
  [undefined, false],
])("toolchain versions - kubectl %j for 1.36.3: %s", (found, sufficient) => {
  expect(isWithinOneMinor(found, [1, 36, 3])).toBe(sufficient);
});

test.each<[Version | undefined, boolean]>([
  [[3, 259, 0], true],
  [[3, 259, 7], true],
  [[3, 300, 0], true],
  [[3, 258, 9], false],
  [[4, 0, 0], false],
  [undefined, false],
])("toolchain versions - pulumi %j for 3.259.0: %s", (found, sufficient) => {
  expect(isSameMajorNotOlder(found, [3, 259, 0])).toBe(sufficient);
});
