import type { V1Pod, V1StatefulSet } from "@kubernetes/client-node";
import { expect, test } from "vitest";
import { describeUnready, isInTrouble } from "../../../../infra/provider/kubernetes/pods";
import { awaitRollout, type RolloutView } from "../../../../infra/provider/kubernetes/rollout";

/** A StatefulSet of three; `status` is what Kubernetes says of it. */
function statefulSet(status: Partial<V1StatefulSet["status"]>): V1StatefulSet {
  return {
    metadata: { name: "nats", generation: 2 },
    spec: { replicas: 3, serviceName: "nats", selector: { matchLabels: { a: "b", c: "d" } }, template: {} },
    status: { observedGeneration: 2, updatedReplicas: 3, readyReplicas: 3, replicas: 3, ...status },
  };
}

const done = statefulSet({});
const logs: Record<string, string> = {
  "nats-1": [
    "[1] [INF] Starting nats-server",
    'nats-server: /etc/nats/nats.conf:3:1: unknown field "x"',
    "",
    "    at Module._compile (node:internal/modules/cjs/loader:1:1)",
    "Node.js v24.9.0",
    "",
  ].join("\n"),
};

function container(state: object, lastState: object = {}) {
  return { name: "nats", image: "", imageID: "", ready: false, restartCount: 5, state, lastState };
}

const pods: V1Pod[] = [
  { metadata: { name: "nats-0" }, status: { conditions: [{ type: "Ready", status: "True" }] } },
  {
    metadata: { name: "nats-1" },
    status: {
      containerStatuses: [
        container(
          { waiting: { reason: "CrashLoopBackOff", message: "back-off 10s restarting failed container" } },
          { terminated: { reason: "Error", exitCode: 1 } },
        ),
      ],
    },
  },
  { metadata: { name: "nats-2" }, status: { phase: "Running" } },
];

/** What is said of nats-1, which is in trouble. */
const crash =
  'pod nats-1 is CrashLoopBackOff (Error, exit code 1); its log ends with: nats-server: /etc/nats/nats.conf:3:1: unknown field "x"';

/** Shows these one after the other, the last one for ever. */
function viewOf(...states: V1StatefulSet[]) {
  const asked: string[] = [];
  const view: RolloutView = {
    kind: "StatefulSet",
    workload: async () => (states.length > 1 ? states.shift()! : states[0]!),
    pods: async (selector: string) => {
      asked.push(selector);
      return pods;
    },
    readLog: async ({ metadata }) => logs[metadata!.name!] ?? "",
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

test("rollout - one that is stuck names the pods that are not ready, why, and how their logs end", async () => {
  const { view, asked } = viewOf(statefulSet({ readyReplicas: 1 }));
  await expect(awaitRollout(view, undefined, -1)).rejects.toThrow(
    `StatefulSet nats is not rolled out: ${crash}; pod nats-2 is Running, but not ready.`,
  );
  expect(asked).toEqual(["a=b,c=d"]);
});

test("rollout - what a pod in trouble says is passed on while it waits, once", async () => {
  const waiting = statefulSet({ readyReplicas: 1 });
  const { view } = viewOf(waiting, waiting, waiting, done);
  const said: string[] = [];
  await awaitRollout(view, (message) => said.push(message));
  expect(said).toEqual([crash]);
});

test.each<[string, V1Pod["status"], string]>([
  [
    "an image that is not there",
    { containerStatuses: [container({ waiting: { reason: "ImagePullBackOff", message: "not found" } })] },
    "pod a is ImagePullBackOff (not found)",
  ],
  [
    "a pod that fits on no node",
    {
      phase: "Pending",
      conditions: [
        {
          type: "PodScheduled",
          status: "False",
          reason: "Unschedulable",
          message: "0/1 nodes are available: insufficient memory",
        },
      ],
    },
    "pod a is Unschedulable (0/1 nodes are available: insufficient memory)",
  ],
  [
    "a container that has just ended",
    { containerStatuses: [container({ terminated: { reason: "OOMKilled", exitCode: 137 } })] },
    "pod a is OOMKilled (exit code 137)",
  ],
])("rollout - the words for %s", async (_, status, words) => {
  const pod: V1Pod = { metadata: { name: "a" }, status: status! };
  expect(isInTrouble(pod)).toBe(true);
  expect(await describeUnready([pod], async () => "")).toEqual([words]);
});

test("rollout - a pod that is being started is no trouble, and a log that can't be read says nothing", async () => {
  const creating = container({ waiting: { reason: "ContainerCreating" } });
  const pod: V1Pod = { metadata: { name: "a" }, status: { containerStatuses: [creating] } };
  expect(isInTrouble(pod)).toBe(false);
  const noLog = async () => Promise.reject(new Error("no log yet"));
  expect(await describeUnready([pod], noLog)).toEqual(["pod a is ContainerCreating"]);
});

function leaving(seconds: number): V1Pod[] {
  return [{ metadata: { name: "nats-0", deletionTimestamp: new Date(Date.now() + seconds * 1000) } }];
}

test("rollout - a pod of before is waited for until it has ended", async () => {
  const answers = [leaving(60), leaving(60), []];
  const view: RolloutView = { ...viewOf(done).view, pods: async () => answers.shift() ?? [] };
  await awaitRollout(view);
  expect(answers).toEqual([]);
});

test("rollout - a pod that should have ended long ago, on a node that is gone, is not waited for", async () => {
  const view: RolloutView = { ...viewOf(done).view, pods: async () => leaving(-1) };
  await awaitRollout(view, undefined, 1_000);
});
