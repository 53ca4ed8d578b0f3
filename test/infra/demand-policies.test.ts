import { expect, test } from "vitest";
import { demandPolicies, PoliciesError } from "../../infra/demand-policies";

const pack = { PULUMI_OPTION_POLICY_PACK: "infra/policy" };
const weaker = { ...pack, PULUMI_OPTION_POLICY_PACK_CONFIG: "infra/policy/advisory.json" };

test.each([
  ["without them", {}, /Stack prod .* "export PULUMI_OPTION_POLICY_PACK=infra\/policy"/s],
  ["with weaker ones", weaker, /Stack prod .*advisory\.json".*"unset PULUMI_OPTION_POLICY_PACK_CONFIG"/s],
])("policies - a production stack %s stops and says what to do", (_, env, message) => {
  const run = () => demandPolicies({ environment: "production" }, "prod", env);
  expect(run).toThrow(PoliciesError);
  expect(run).toThrow(message);
});

test.each([
  ["production", pack],
  ["development", {}],
  ["development", weaker],
  ["local", {}],
] as const)("policies - %s runs with %o", (environment, env) => {
  expect(() => demandPolicies({ environment }, "stack", env)).not.toThrow();
});
