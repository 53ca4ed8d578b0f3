import { expect, test } from "vitest";
import { authEvents, contract } from "../../stream-config";
import { demandValid } from "../../tools/generate";

test("generate - refuses a contract with problems and lists them all", () => {
  const streams = [{ ...authEvents, maxMessages: 0, duplicateWindow: "8d" as const }];
  expect(() => demandValid({ ...contract, streams })).toThrow(
    /streams\.auth-events\.duplicateWindow: "8d" .*\n {2}streams\.auth-events\.maxMessages: 0 /s,
  );
});

test("generate - takes the shipped contract", () => {
  demandValid(contract);
});
