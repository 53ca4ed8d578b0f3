import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "./config/schema";

/** How the pulumi CLI is told of a policy pack by the environment; the program sees this, and no flag. */
const pack = "PULUMI_OPTION_POLICY_PACK";
const packConfig = "PULUMI_OPTION_POLICY_PACK_CONFIG";

/** A production stack whose policies would not be enforced. */
export class PoliciesError extends pulumi.RunError {
  constructor(
    readonly stackName: string,
    readonly problem: string,
  ) {
    super(`Stack ${stackName} is in production, and its policies would not be enforced: ${problem}`);
  }
}

/**
 * Stops a production stack that would be changed without the policy pack, or with rules made weaker by a variable that
 * was meant for another stack. Throws PoliciesError.
 */
export function demandPolicies(
  { environment }: Pick<StackConfig, "environment">,
  stackName: string = pulumi.getStack(),
  env: NodeJS.ProcessEnv = process.env,
): void {
  const problem = environment === "production" ? findProblem(env) : undefined;
  if (problem !== undefined) throw new PoliciesError(stackName, problem);
}

function findProblem(env: NodeJS.ProcessEnv): string | undefined {
  if (!env[pack]) {
    return (
      `${pack} is not set.\n` +
      `  Run "export ${pack}=infra/policy" in this folder (in CI: set it for the job), then pulumi again.`
    );
  }
  if (!env[packConfig]) return undefined;
  return (
    `${packConfig} is ${JSON.stringify(env[packConfig])}.\n` +
    `  Run "unset ${packConfig}", then pulumi again; an exception is given as --policy-pack-config.`
  );
}
