import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { projectDir } from "../../tools/lib/paths";
import { pulumi } from "../../tools/stack/pulumi";
import { target } from "./support/stack";

const policies = { PULUMI_OPTION_POLICY_PACK: "infra/policy" };
const advisory = { ...policies, PULUMI_OPTION_POLICY_PACK_CONFIG: "infra/policy/advisory.json" };

/** A stack of its own with an environment's configuration, removed after the test; returns its name. */
async function initStack(environment: string): Promise<string> {
  const stack = `preview-${environment}`;
  copyFileSync(join(projectDir, `Pulumi.${environment}.yaml`), join(projectDir, `Pulumi.${stack}.yaml`));
  onTestFinished(async () => {
    await pulumi(target, ["stack", "rm", stack, "--yes"]);
  });
  await pulumi(target, ["stack", "init", stack]);
  // Stack `local` has the usual one.
  await pulumi(target, ["config", "set", "--stack", stack, "auth-stack:namespace", stack]);
  return stack;
}

/** Sets variables of the environment until the test ends. */
function stubEnvironment(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}

test.each([
  ["dev", advisory],
  ["prod", policies],
])("Pulumi.%s.yaml - can be previewed as it is, and no policy stops it", async (environment, variables) => {
  const stack = await initStack(environment);
  stubEnvironment(variables);
  const preview = await pulumi(target, ["preview", "--stack", stack]);
  expect(preview).toMatch(/\+ \d+ to create/);
  expect(preview).not.toMatch(/to (update|delete|replace)/);
  expect(preview).not.toContain("[mandatory]");
});

test("Pulumi.prod.yaml - a change that breaks a policy is refused, with what to do", async () => {
  const stack = await initStack("prod");
  stubEnvironment(policies);
  await pulumi(target, ["config", "set", "--stack", stack, "--path", "auth-stack:nats.replicas", "1"]);
  const lines: string[] = [];
  const preview = pulumi(target, ["preview", "--stack", stack], { onLine: (line) => lines.push(line) });
  await expect(preview).rejects.toThrow();
  expect(lines.join("\n")).toMatch(
    /\[mandatory\] {2}protected-streams .*\n.*\n.*Stream "auth-events" has replicas 1\. Set it to 3 or 5/,
  );
});

test("Pulumi.prod.yaml - without its policies it is refused", async () => {
  const stack = await initStack("prod");
  await expect(pulumi(target, ["preview", "--stack", stack])).rejects.toThrow(
    /PULUMI_OPTION_POLICY_PACK is not set/,
  );
});
