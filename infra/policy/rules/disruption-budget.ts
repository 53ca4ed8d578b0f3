import { kindOf, namespaceOf, podsOf, selects } from "../kubernetes";
import type { Finding, Resource, StackRule } from "../rule";
import { at } from "../values";

/** Without a budget, draining nodes may evict all pods of a part at once. */
export const disruptionBudget: StackRule = {
  name: "disruption-budget",
  description: "Every Deployment and StatefulSet of more than one pod has a PodDisruptionBudget.",
  scope: "stack",
  check: <Of extends Resource>(all: readonly Of[]): Finding<Of>[] => {
    const budgets = all.filter((resource) => kindOf(resource) === "PodDisruptionBudget");
    return all
      .filter((resource) => isReplicated(resource) && !budgets.some((budget) => isBudgetOf(budget, resource)))
      .map((resource) => ({ resource, message: describe(resource) }));
  },
};

function isReplicated(resource: Resource): boolean {
  const kind = kindOf(resource);
  return (kind === "Deployment" || kind === "StatefulSet") && (podsOf(resource)?.replicas ?? 0) > 1;
}

function isBudgetOf(budget: Resource, resource: Resource): boolean {
  return (
    namespaceOf(budget) === namespaceOf(resource) &&
    selects(at(budget.props, "spec", "selector"), podsOf(resource)?.labels)
  );
}

function describe(resource: Resource): string {
  return (
    `${kindOf(resource)} ${JSON.stringify(resource.name)} runs ${podsOf(resource)?.replicas} pods and no ` +
    "PodDisruptionBudget selects them. Add one with maxUnavailable: 1 and the pods' labels as its selector."
  );
}
