import { test } from "vitest";
import { networkPolicy } from "../../../../infra/policy/rules/network-policy";
import { deployment, expectBroken, expectKept, kubernetes } from "../support/resources";

const policy = (podSelector: object, policyTypes: string[], namespace = "auth-stack") =>
  kubernetes("networking.k8s.io/v1:NetworkPolicy", {
    metadata: { namespace },
    spec: { podSelector, policyTypes },
  });
const both = ["Ingress", "Egress"];
const key = "app.kubernetes.io/name";

test.each([
  ["default-deny", [policy({}, both)]],
  ["a policy of the part", [policy({ matchLabels: { [key]: "part" } }, both)]],
  ["one policy for each direction", [policy({}, ["Ingress"]), policy({}, ["Egress"])]],
  [
    "a selector by expression",
    [policy({ matchExpressions: [{ key, operator: "In", values: ["part"] }] }, both)],
  ],
])("network-policy - takes %s", (_, policies) => {
  expectKept(networkPolicy, deployment(), ...policies);
});

test.each([
  ["no policy", [], /closes Ingress and Egress .* infra\/components\/network\.ts/],
  ["open egress", [policy({}, ["Ingress"])], /closes Egress/],
  [
    "a policy of another part",
    [policy({ matchLabels: { [key]: "other" } }, both)],
    /closes Ingress and Egress/,
  ],
  ["a policy in another namespace", [policy({}, both, "other")], /closes Ingress and Egress/],
  [
    "a selector that leaves the part out",
    [policy({ matchExpressions: [{ key, operator: "NotIn", values: ["part"] }] }, both)],
    /closes Ingress and Egress/,
  ],
])("network-policy - refuses %s", (_, policies, message) => {
  expectBroken(networkPolicy, message, deployment(), ...policies);
});
