import { test } from "vitest";
import { disruptionBudget } from "../../../../infra/policy/rules/disruption-budget";
import { deployment, expectBroken, expectKept, kubernetes } from "../support/resources";

const three = deployment({}, { replicas: 3 });
const budget = (name: string, namespace = "auth-stack") =>
  kubernetes("policy/v1:PodDisruptionBudget", {
    metadata: { namespace },
    spec: { maxUnavailable: 1, selector: { matchLabels: { "app.kubernetes.io/name": name } } },
  });

test("disruption-budget - takes replicas with a budget, and a single pod without", () => {
  expectKept(disruptionBudget, three, budget("part"));
  expectKept(disruptionBudget, deployment());
});

test.each([
  ["no budget", [three]],
  ["a budget of other pods", [three, budget("other")]],
  ["a budget in another namespace", [three, budget("part", "other")]],
])("disruption-budget - refuses %s", (_, resources) => {
  expectBroken(
    disruptionBudget,
    /runs 3 pods and no PodDisruptionBudget selects them\. Add one/,
    ...resources,
  );
});
