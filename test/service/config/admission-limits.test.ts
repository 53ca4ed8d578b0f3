import { expect, test } from "vitest";
import { limitsFor } from "../../../service/src/config/admission-limits";

const mebibytes = 2 ** 20;

test("limits - follow from the memory that the heap may have", () => {
  expect(limitsFor(264 * mebibytes)).toEqual({ requests: 264, connections: 2_112, pipelined: 16 });
  expect(limitsFor(16 * mebibytes)).toEqual({ requests: 64, connections: 512, pipelined: 16 });
});
