import { createServer } from "node:http";
import type { V1Deployment, V1PersistentVolumeClaim, V1Pod, V1StatefulSet } from "@kubernetes/client-node";
import { freePort } from "../../../../tools/local/ports";
import type { OnFinished } from "../../../support/servers";

/** As much of a Kubernetes API as tells of workloads, their pods and how their logs end, and of volumes' claims. */
export interface ObjectsApi {
  /** A kubeconfig that leads to it. */
  readonly kubeconfig: string;
  /** By name; others are not found. */
  statefulSets: Record<string, V1StatefulSet>;
  deployments: Record<string, V1Deployment>;
  pods: V1Pod[];
  /** Of every container. */
  log: string;
  claims: V1PersistentVolumeClaim[];
  /** Namespaces that were asked about. */
  readonly asked: Set<string>;
}

/** Starts one, in which there is nothing yet. */
export async function startObjectsApi(finished: OnFinished): Promise<ObjectsApi> {
  const port = await freePort();
  const api: ObjectsApi = {
    kubeconfig: kubeconfigOf(`http://127.0.0.1:${port}`),
    statefulSets: {},
    deployments: {},
    pods: [],
    log: "",
    claims: [],
    asked: new Set(),
  };
  const server = createServer((request, response) => {
    const found = answer(request.url ?? "", api);
    response.writeHead(found === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(found ?? { kind: "Status", code: 404, message: "not found" }));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  finished(async () => {
    server.closeAllConnections();
    server.close();
  });
  return api;
}

function answer(url: string, api: ObjectsApi): object | string | undefined {
  const [, namespace = "", kind, name = ""] = /namespaces\/([^/]+)\/(\w+)(?:\/([^/?]+))?/.exec(url) ?? [];
  api.asked.add(namespace);
  if (kind === "persistentvolumeclaims") return { items: api.claims };
  if (url.includes("/log?")) return api.log;
  if (kind === "pods") return { items: api.pods };
  if (kind === "deployments") return api.deployments[name];
  return kind === "statefulsets" ? api.statefulSets[name] : undefined;
}

/** The text of a kubeconfig with one cluster. */
export function kubeconfigOf(server: string): string {
  const cluster = { server, "insecure-skip-tls-verify": true };
  const named = { name: "test", cluster, user: {} };
  const contexts = [{ name: "test", context: { cluster: "test", user: "test" } }];
  return JSON.stringify({ clusters: [named], users: [named], contexts, "current-context": "test" });
}

/** A StatefulSet whose servers have a volume of this size and class each. */
export function statefulSetWith(
  replicas: number,
  { storage = "2Gi", storageClass = "" }: { storage?: string; storageClass?: string } = {},
): V1StatefulSet {
  const claim = {
    resources: { requests: { storage } },
    ...(storageClass !== "" && { storageClassName: storageClass }),
  };
  return {
    metadata: { generation: 1 },
    spec: {
      replicas,
      serviceName: "",
      selector: {},
      template: {},
      volumeClaimTemplates: [{ spec: claim }],
    },
    status: { replicas, observedGeneration: 1, updatedReplicas: replicas, readyReplicas: replicas },
  };
}

/** A claim that has a volume, or waits for one. */
export function claimOf(pod: string, phase: "Bound" | "Pending" = "Bound"): V1PersistentVolumeClaim {
  return { metadata: { name: `data-${pod}` }, status: { phase } };
}
