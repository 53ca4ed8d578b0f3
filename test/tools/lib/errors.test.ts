import { expect, test } from "vitest";
import { describeError, UserError } from "../../../tools/lib/errors";

test("errors - one for the user has what is wrong, what to do, and the log", () => {
  expect(describeError(new UserError("It broke", "Mend it.", "/tmp/x.log"))).toBe(
    "error: It broke\n  Mend it.\n  full output: /tmp/x.log",
  );
});

test("errors - a full disk is told as one, wherever it was met", () => {
  const error = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  expect(describeError(error)).toMatch(/^error: The disk is full: .*no space left.*\n {2}Free some space/);
});

test("errors - anything else shows its stack, for it is a fault of ours", () => {
  expect(describeError(new Error("unexpected"))).toContain("errors.test.ts");
});
