import { expect, test } from "vitest";
import { projectDir } from "../../tools/lib/paths";
import { run } from "../../tools/lib/run";

test("live review - the running servers have the contract that was deployed, and nothing else", async () => {
  const output = await run("make", ["--silent", "review", "LIVE=1"], { cwd: projectDir });
  expect(output).toContain("against the running servers of namespace auth-stack");
  expect(output).toContain("The contract is the same.");
});
