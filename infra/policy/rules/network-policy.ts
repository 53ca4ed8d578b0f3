import { kindOf, namespaceOf, podsOf, selects } from "../kubernetes";
import type { Finding, Resource, StackRule } from "../rule";
import { at, listAt } from "../values";

const directions = ["Ingress", "Egress"] as const;

/** A pod that no policy selects may talk to, and be talked to by, everything. */
export const networkPolicy: StackRule = {
  name: "network-policy",
  description: "Every pod is selected by NetworkPolicies that close both directions.",
  scope: "stack",
  check: <Of extends Resource>(all: readonly Of[]): Finding<Of>[] => {
    const policies = all.filter((resource) => kindOf(resource) === "NetworkPolicy");
    return all.flatMap((resource) => {
      const open = openDirections(resource, policies);
      return open.length === 0 ? [] : [{ resource, message: describe(resource, open) }];
    });
  },
};

function openDirections(resource: Resource, policies: readonly Resource[]): string[] {
  const pods = podsOf(resource);
  if (pods === undefined) return [];
  const closed = policies
    .filter(
      (policy) =>
        namespaceOf(policy) === pods.namespace &&
        selects(at(policy.props, "spec", "podSelector"), pods.labels),
    )
    .flatMap(({ props }) => listAt(props, "spec", "policyTypes"));
  return directions.filter((direction) => !closed.includes(direction));
}

function describe(resource: Resource, open: readonly string[]): string {
  return (
    `No NetworkPolicy closes ${open.join(" and ")} for the pods of ${kindOf(resource)} ` +
    `${JSON.stringify(resource.name)}. Add the part to the openings in infra/components/network.ts, and keep ` +
    "default-deny in the pods' namespace."
  );
}
