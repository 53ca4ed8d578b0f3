import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "./config";

/** How the pulumi CLI is told of a policy pack by the environment; the program sees this, and no flag. */
const variable = "PULUMI_OPTION_POLICY_PACK";

/** A production stack without its policies. */
export class PoliciesMissingError extends pulumi.RunError {
  constructor(readonly stackName: string) {
    super(
      `Stack ${stackName} is in production, and nothing checks its policies: ${variable} is not set.\n` +
        `  Run "export ${variable}=infra/policy" in this folder (in CI: set it for the job), then pulumi again.`,
    );
  }
}

/** Stops a production stack that would be changed without the policy pack. Throws PoliciesMissingError. */
export function demandPolicies(
  { environment }: Pick<StackConfig, "environment">,
  stack: string = pulumi.getStack(),
  env: NodeJS.ProcessEnv = process.env,
): void {
  if (environment === "production" && !env[variable]) throw new PoliciesMissingError(stack);
}
