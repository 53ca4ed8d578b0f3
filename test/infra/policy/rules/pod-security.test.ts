import { expect, test } from "vitest";
import { podSecurity } from "../../../../infra/policy/rules/pod-security";
import { notYetKnown } from "../../../../infra/policy/values";
import {
  deployment,
  expectBroken,
  expectKept,
  goodContainer,
  goodPod,
  kubernetes,
  messagesOf,
  withContainer,
} from "../support/resources";

const inContainer = (securityContext: object) =>
  withContainer({ securityContext: { ...goodContainer.securityContext, ...securityContext } });
const inPod = (securityContext: object) =>
  deployment({ securityContext: { ...goodPod.securityContext, ...securityContext } });
const namespace = (labels: object) => kubernetes("core/v1:Namespace", { metadata: { name: "part", labels } });

test.each([
  ["a restricted pod", deployment()],
  [
    "fields set in the container instead of the pod",
    deployment({
      securityContext: {},
      containers: [
        {
          ...goodContainer,
          securityContext: { ...goodContainer.securityContext, ...goodPod.securityContext },
        },
      ],
    }),
  ],
  ["NET_BIND_SERVICE", inContainer({ capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } })],
  ["a volume of a Secret", deployment({ volumes: [{ name: "tls", secret: { secretName: "tls" } }] })],
  ["a restricted namespace", namespace({ "pod-security.kubernetes.io/enforce": "restricted" })],
  ["a value that is not yet known", inPod({ runAsNonRoot: notYetKnown })],
])("pod-security - takes %s", (_, resource) => {
  expectKept(podSecurity, resource);
});

test.each([
  ["hostNetwork", deployment({ hostNetwork: true }), /remove hostNetwork/],
  ["hostPath", deployment({ volumes: [{ name: "root", hostPath: { path: "/" } }] }), /of kind hostPath/],
  ["an unsafe sysctl", inPod({ sysctls: [{ name: "kernel.sem", value: "1" }] }), /sysctl kernel\.sem/],
  ["root", inPod({ runAsUser: 0 }), /runs as root/],
  ["no runAsNonRoot", inPod({ runAsNonRoot: undefined }), /runAsNonRoot unset: set it to true/],
  ["a container that overrides its pod", inContainer({ runAsNonRoot: false }), /runAsNonRoot false/],
  [
    "no seccomp profile",
    inPod({ seccompProfile: undefined }),
    /seccompProfile\.type unset: set it to RuntimeDefault/,
  ],
  ["an unconfined seccomp profile", inPod({ seccompProfile: { type: "Unconfined" } }), /type "Unconfined"/],
  ["privileged", inContainer({ privileged: true }), /privileged true: remove it/],
  [
    "allowPrivilegeEscalation left out",
    inContainer({ allowPrivilegeEscalation: undefined }),
    /set it to false/,
  ],
  ["kept capabilities", inContainer({ capabilities: {} }), /drop to \["ALL"\]/],
  ["an added capability", inContainer({ capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } }), /SYS_ADMIN/],
  ["a host port", withContainer({ ports: [{ hostPort: 80, containerPort: 80 }] }), /port 80 on its node/],
  ["procMount", inContainer({ procMount: "Unmasked" }), /procMount/],
  ["a namespace without a level", namespace({}), /enforce: restricted/],
])("pod-security - refuses %s", (_, resource, message) => {
  expectBroken(podSecurity, message, resource);
});

test("pod-security - looks at the pods of a CronJob", () => {
  const template = { spec: { ...goodPod, hostPID: true } };
  const cronJob = kubernetes("batch/v1:CronJob", { spec: { jobTemplate: { spec: { template } } } });
  expect(messagesOf(podSecurity, cronJob)).toHaveLength(1);
});
