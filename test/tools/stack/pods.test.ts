import { expect, test } from "vitest";
import { findProblems, type Listed } from "../../../tools/stack/pods";

const noLog = async () => "";

function deployment(status: object): Listed {
  return {
    kind: "Deployment",
    metadata: { name: "auth-service", generation: 2 },
    spec: { replicas: 2, selector: {}, template: {} },
    status: { observedGeneration: 2, replicas: 2, updatedReplicas: 2, readyReplicas: 2, ...status },
  };
}

function pod(ready: "True" | "False", phase = "Running"): Listed {
  return {
    kind: "Pod",
    metadata: { name: "p" },
    status: { phase, conditions: [{ type: "Ready", status: ready }] },
  };
}

test("status - what runs as it should has no problem, and a pod that has done its work is none", async () => {
  expect(await findProblems([deployment({}), pod("True"), pod("False", "Succeeded")], noLog)).toEqual([]);
});

test.each<[string, Listed, string]>([
  ["a pod that is not ready", pod("False"), "pod p is Running, but not ready"],
  [
    "a roll-out that has stalled, with every old pod ready",
    deployment({ replicas: 3, updatedReplicas: 1 }),
    "the roll-out of Deployment auth-service is not over: of 2 wanted pods 1 are of the newest revision and 2 ready; there are 3",
  ],
  ["a change that Kubernetes has not seen", deployment({ observedGeneration: 1 }), "is not over"],
  ["a pod that is missing", deployment({ replicas: 1, readyReplicas: 1, updatedReplicas: 1 }), "and 1 ready"],
])("status - %s is a problem", async (_, item, words) => {
  const problems = await findProblems([item, deployment({})], noLog);
  expect(problems).toEqual([expect.stringContaining(words)]);
});

test("status - no stack at all is a problem", async () => {
  expect(await findProblems([], noLog)).toEqual(["nothing of the stack is there"]);
});
