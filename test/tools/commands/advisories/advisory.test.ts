import { expect, test } from "vitest";
import { fixedIn } from "../../../../tools/commands/advisories/advisory";

test.each([
  ["<1.2.3", "1.2.3"],
  [">=1.0.0 <1.2.3-rc.1", "1.2.3-rc.1"],
  ["<1.2.3 || >=2.0.0 <2.1.0", "1.2.3, 2.1.0"],
  ["<=4.5.6", "after 4.5.6"],
  [">=1.0.0", "no version"],
  ["*", "no version"],
])("advisories - %s is fixed in %s", (range, fixed) => {
  expect(fixedIn(range)).toBe(fixed);
});
