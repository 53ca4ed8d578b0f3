import * as pulumi from "@pulumi/pulumi";
import { type Contract, type Problem, validate } from "../stream-config";

/** A contract that can't be deployed, with every problem of it. */
export class ContractError extends pulumi.RunError {
  constructor(readonly problems: readonly Problem[]) {
    const lines = problems.map(({ at, message }) => `\n  ${at}: ${message}`);
    super(`The contract in stream-config/ has ${problems.length} problem(s):${lines.join("")}`);
  }
}

/** Stops a stack before a contract that contradicts itself reaches any server. Throws ContractError. */
export function demandContract(contract: Contract): void {
  const problems = validate(contract);
  if (problems.length > 0) throw new ContractError(problems);
}
