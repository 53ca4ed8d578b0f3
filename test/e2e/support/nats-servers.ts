import { get } from "node:https";
import { ports } from "../../../infra/places";
import { loadKubeconfig } from "../../../infra/provider/kubernetes/client";
import { openPortForward } from "../../../infra/provider/kubernetes/port-forward";
import { kubectl, namespace, secretOf, target } from "./stack";

/** Names of the servers, which are those of their pods. */
export const serverNames = ["nats-0", "nats-1", "nats-2"] as const;

/** What tells one run of the servers' pods from another: neither changes unless a server is started again. */
export async function serverRuns(): Promise<string[]> {
  return ofEachPod("{.metadata.uid} {.status.containerStatuses[0].restartCount}");
}

/** How many of the servers' pods are not ready now; one that is missing is not. */
export async function notReady(): Promise<number> {
  const states = await ofEachPod('{.status.conditions[?(@.type=="Ready")].status}');
  return serverNames.length - states.filter((ready) => ready === "True").length;
}

/** What a JSONPath template tells of each of the servers' pods. */
async function ofEachPod(template: string): Promise<string[]> {
  const path = `jsonpath={range .items[*]}${template}{"\\n"}{end}`;
  const lines = await kubectl("get", "pods", "-l", "app.kubernetes.io/name=nats", "-o", path);
  return lines.trim().split("\n");
}

/** The open connections of clients, each as its server and number there. */
export async function clientConnections(): Promise<string[]> {
  const perServer = serverNames.map(async (server) => {
    const { connections } = await monitor<{ connections: { cid: number }[] }>(server, "/connz?limit=1000");
    return connections.map(({ cid }) => `${server} ${cid}`);
  });
  return (await Promise.all(perServer)).flat();
}

/** The digest of the configuration that a server runs with. */
export async function runningDigest(server: string): Promise<string> {
  return (await monitor<{ config_digest: string }>(server, "/varz")).config_digest;
}

/** Asks a server's monitoring port. */
async function monitor<Answer>(pod: string, path: string): Promise<Answer> {
  const { ca } = await secretOf("observer");
  const kubeconfig = await loadKubeconfig({ kubeconfig: target.kubeconfig });
  const { port, close } = await openPortForward(kubeconfig, { namespace, pod, port: ports.nats.monitor });
  try {
    return await new Promise((resolve, reject) => {
      get({ host: "localhost", port, path, ca, agent: false }, async (answer) => {
        const chunks: Buffer[] = [];
        for await (const chunk of answer) chunks.push(chunk);
        resolve(JSON.parse(Buffer.concat(chunks).toString()));
      }).once("error", reject);
    });
  } finally {
    close();
  }
}
