import { expect, test } from "vitest";
import { ContractError, demandContract } from "../../infra/demand-contract";
import { authEvents, contract } from "../../stream-config";

test("contract - the one that is shipped can be deployed", () => {
  expect(() => demandContract(contract)).not.toThrow();
});

test("contract - one that contradicts itself stops the stack, with every problem", () => {
  const streams = [{ ...authEvents, duplicateWindow: "8d", maxMessages: 0 } as const];
  const run = () => demandContract({ ...contract, streams });
  expect(run).toThrow(ContractError);
  expect(run).toThrow('duplicateWindow: "8d" is longer');
  expect(run).toThrow("maxMessages: 0 is not a number");
});
