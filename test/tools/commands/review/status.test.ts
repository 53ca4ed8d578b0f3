import { expect, test } from "vitest";
import { verdicts } from "../../../../stream-config/review";
import { statusOf } from "../../../../tools/commands/review/status";

test.each([
  ["risky", [0, 0, 3, 4]],
  ["refused", [0, 0, 0, 4]],
  ["never", [0, 0, 0, 0]],
] as const)("status - with --fail-on %s", (failOn, statuses) => {
  expect(verdicts.map((verdict) => statusOf(verdict, failOn))).toEqual(statuses);
});
