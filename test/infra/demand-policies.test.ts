import { expect, test } from "vitest";
import { demandPolicies, PoliciesMissingError } from "../../infra/demand-policies";

const pack = { PULUMI_OPTION_POLICY_PACK: "infra/policy" };

test("policies - a production stack without them stops and says what to set", () => {
  const run = () => demandPolicies({ environment: "production" }, "prod", {});
  expect(run).toThrow(PoliciesMissingError);
  expect(run).toThrow(/Stack prod .* "export PULUMI_OPTION_POLICY_PACK=infra\/policy"/s);
});

test.each([
  ["production", pack],
  ["development", {}],
  ["local", {}],
] as const)("policies - %s runs with %o", (environment, env) => {
  expect(() => demandPolicies({ environment }, "stack", env)).not.toThrow();
});
