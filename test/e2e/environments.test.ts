import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { projectDir } from "../../tools/paths";
import { pulumi } from "../../tools/pulumi";
import { target } from "./support/stack";

test.each(["dev", "prod"])("Pulumi.%s.yaml - can be previewed as it is", async (environment) => {
  const stack = `preview-${environment}`;
  copyFileSync(join(projectDir, `Pulumi.${environment}.yaml`), join(projectDir, `Pulumi.${stack}.yaml`));
  onTestFinished(async () => {
    await pulumi(target, ["stack", "rm", stack, "--yes"]);
  });
  await pulumi(target, ["stack", "init", stack]);
  const preview = await pulumi(target, ["preview", "--stack", stack]);
  expect(preview).toMatch(/\+ \d+ to create/);
  expect(preview).not.toMatch(/to (update|delete|replace)/);
});
