import { randomUUID } from "node:crypto";
import { onTestFinished } from "vitest";
import { ports } from "../../../infra/places";
import { kubectl as run } from "../../../tools/stack/pulumi";
import { kubectl, target } from "./stack";

/** Whether a port of the stack takes connections. */
export interface Reach {
  readonly nats: "open" | "closed";
  readonly redis: "open" | "closed";
}

/** Tries the ports from a pod with these labels that runs to its end; the pod is removed after the test. */
export async function probeFrom(namespace: string, labels: Readonly<Record<string, string>>): Promise<Reach> {
  const name = `probe-${randomUUID().slice(0, 8)}`;
  const inNamespace = (...args: string[]) => run(target, ["--namespace", namespace, ...args]);
  onTestFinished(async () => {
    await inNamespace("delete", "pod", name, "--ignore-not-found", "--grace-period=0", "--force");
  });
  const pod = await podManifest(name, namespace, labels);
  await run(target, ["create", "-f", "-"], { input: JSON.stringify(pod) });
  await inNamespace("wait", `pod/${name}`, "--for=jsonpath={.status.phase}=Succeeded", "--timeout=120s");
  return JSON.parse(await inNamespace("logs", name));
}

async function podManifest(name: string, namespace: string, labels: Readonly<Record<string, string>>) {
  const addresses = {
    nats: `${await clusterIp("nats")}:${ports.nats.client}`,
    redis: `${await clusterIp("redis")}:${ports.redis}`,
  };
  const image = await kubectl(
    "get",
    "deployment",
    "auth-service",
    "-o",
    "jsonpath={.spec.template.spec.containers[0].image}",
  );
  return {
    apiVersion: "v1",
    kind: "Pod",
    // A pod that is never ready gets no requests, even where its labels fit a Service.
    metadata: { name, namespace, labels },
    spec: {
      restartPolicy: "Never",
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
      readinessGates: [{ conditionType: "auth-stack/never" }],
      containers: [
        {
          name: "probe",
          image,
          command: ["node", "-e", script, JSON.stringify(addresses)],
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        },
      ],
    },
  };
}

function clusterIp(service: string): Promise<string> {
  return kubectl("get", "service", service, "-o", "jsonpath={.spec.clusterIP}");
}

/** NetworkPolicies take effect moments after a pod has started, so a port counts as open only if it stays so. */
const script = `
const net = require("node:net");
const dial = (address) => new Promise((resolve) => {
  const [host, port] = address.split(":");
  const socket = net.connect({ host, port, timeout: 3000 });
  const done = (answer) => { socket.destroy(); resolve(answer); };
  socket.on("connect", () => done("open"));
  socket.on("timeout", () => done("closed"));
  socket.on("error", () => done("closed"));
});
setTimeout(async () => {
  const result = {};
  for (const [name, address] of Object.entries(JSON.parse(process.argv[1]))) result[name] = await dial(address);
  console.log(JSON.stringify(result));
}, 5000);
`;
