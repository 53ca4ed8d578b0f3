import type { V1Pod, V1StatefulSet } from "@kubernetes/client-node";
import { expect, test } from "vitest";
import { awaitRollout } from "../../../../infra/provider/kubernetes/rollout";

/** A StatefulSet of three; `status` is what Kubernetes says of it. */
function statefulSet(status: Partial<V1StatefulSet["status"]>): V1StatefulSet {
  return {
    metadata: { name: "nats", generation: 2 },
    spec: { replicas: 3, serviceName: "nats", selector: { matchLabels: { a: "b", c: "d" } }, template: {} },
    status: { observedGeneration: 2, updatedReplicas: 3, readyReplicas: 3, replicas: 3, ...status },
  };
}

const done = statefulSet({});
const pods: V1Pod[] = [
  { metadata: { name: "nats-0" }, status: { conditions: [{ type: "Ready", status: "True" }] } },
  {
    metadata: { name: "nats-1" },
    status: {
      containerStatuses: [
        {
          name: "nats",
          image: "",
          imageID: "",
          ready: false,
          restartCount: 5,
          state: { waiting: { reason: "CrashLoopBackOff" } },
        },
      ],
    },
  },
  { metadata: { name: "nats-2" }, status: { phase: "Running" } },
];

/** Shows these one after the other, the last one for ever. */
function viewOf(...states: V1StatefulSet[]) {
  const asked: string[] = [];
  const view = {
    statefulSet: async () => (states.length > 1 ? states.shift()! : states[0]!),
    pods: async (selector: string) => {
      asked.push(selector);
      return pods;
    },
  };
  return { view, states, asked };
}

test.each([
  ["Kubernetes has seen the change", statefulSet({ observedGeneration: 1 })],
  ["every pod is of the newest revision", statefulSet({ updatedReplicas: 2 })],
  ["every pod is ready", statefulSet({ readyReplicas: 2 })],
])("rollout - is over only when %s", async (_, before) => {
  const { view, states } = viewOf(before, done);
  await awaitRollout(view);
  expect(states).toEqual([done]);
});

test("rollout - one that is stuck names the pods that are not ready, and why", async () => {
  const { view, asked } = viewOf(statefulSet({ readyReplicas: 1 }));
  await expect(awaitRollout(view, -1)).rejects.toThrow(
    "StatefulSet nats is not rolled out: pod nats-1 is CrashLoopBackOff; pod nats-2 is Running, but not ready.",
  );
  expect(asked).toEqual(["a=b,c=d"]);
});
