import { expect, test } from "vitest";
import { readOptions } from "../../../../tools/bench/service/options";
import { UserError } from "../../../../tools/lib/errors";

test("bench options - the full run has ten minutes of outage", () => {
  expect(readOptions(["--full"])?.size.outageSeconds).toBe(600);
});

test("bench options - help is told by nothing else", () => {
  expect(readOptions(["--help"])).toBeUndefined();
});

test.each([[["--quick", "--full"]], [["--fast"]]])("bench options - %j is refused", (args) => {
  expect(() => readOptions(args)).toThrow(UserError);
});
