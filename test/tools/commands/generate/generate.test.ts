import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { authEvents, type Contract, contract, type UserDefinition } from "../../../../stream-config";
import { demandValid } from "../../../../tools/commands/generate";
import { describeError } from "../../../../tools/lib/errors";
import { projectDir } from "../../../../tools/lib/paths";

test("generate - refuses a contract with problems and lists them all", () => {
  const streams = [{ ...authEvents, maxMessages: 0, duplicateWindow: "8d" as const }];
  expect(() => demandValid({ ...contract, streams })).toThrow(
    /streams\.auth-events\.duplicateWindow: "8d" .*\n {2}streams\.auth-events\.maxMessages: 0 /s,
  );
});

test("generate - takes the shipped contract", () => {
  demandValid(contract);
});

test("generate - its answer to a contract with problems reads as the documentation shows it", () => {
  const broken: Contract = {
    ...contract,
    streams: [{ ...authEvents, duplicateWindow: "8d" }, ...contract.streams.slice(1)],
    users: [
      ...contract.users.filter(({ name }: UserDefinition) => name !== "reports"),
      { name: "reports", grants: [{ verb: "publish", stream: authEvents, subjects: ["auth.user.*"] }] },
    ],
  };
  const documentation = readFileSync(join(projectDir, "docs/streams-and-acls.md"), "utf8");
  expect(documentation).toContain(`\n${failureOf(() => demandValid(broken))}\n`);
});

function failureOf(work: () => void): string {
  try {
    work();
    return "";
  } catch (error) {
    return describeError(error);
  }
}
