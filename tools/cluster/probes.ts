import { Resolver } from "node:dns/promises";
import { get } from "node:http";
import { connect } from "node:net";
import { connects } from "../lib/accepts";
import { run } from "../lib/run";
import { openApi } from "./api";
import { containerdSocket, type Endpoint, network, node } from "./layout";
import { kubeconfigPath } from "./pki/kubeconfig";

/** Whether a plain HTTP health endpoint answers 200. */
export function answersOk({ host, port }: Endpoint, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const call = get({ host, port, path, timeout: 1000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    call.once("timeout", () => call.destroy());
    call.once("error", () => resolve(false));
  });
}

/** Whether the API server says it is ready to serve. */
export async function apiReady(): Promise<boolean> {
  return (await openApi(kubeconfigPath("admin")).get("/readyz")) === "ok";
}

/** Whether kubelet has registered its node. */
export async function nodeRegistered(): Promise<boolean> {
  await openApi(kubeconfigPath("admin")).get(`/api/v1/nodes/${node.name}`);
  return true;
}

/** Whether the node takes pods. */
export async function nodeReady(): Promise<boolean> {
  const answer = await openApi(kubeconfigPath("admin")).get(`/api/v1/nodes/${node.name}`);
  const { conditions, taints } = parseNode(answer);
  return conditions.some(({ type, status }) => type === "Ready" && status === "True") && taints.length === 0;
}

/** Conditions and taints of a Node. */
export function parseNode(text: string) {
  const found = JSON.parse(text) as {
    readonly spec: { readonly taints?: readonly object[] };
    readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  };
  return { conditions: found.status.conditions ?? [], taints: found.spec.taints ?? [] };
}

/** Whether containerd answers on its socket, which it opens when its plugins are loaded. */
export function containerdReady(): Promise<boolean> {
  return connects(connect({ path: containerdSocket, timeout: 1000 }));
}

/** Whether the cluster's DNS answers for a name of the cluster, through its Service address. */
export async function dnsAnswers(): Promise<boolean> {
  const resolver = new Resolver({ timeout: 1000, tries: 1 });
  resolver.setServers([network.dnsServiceIp]);
  const answer = await resolver.resolve4(`kubernetes.default.svc.${network.domain}`);
  return answer.includes(network.apiServiceIp);
}

/** Whether kube-router has put its chains in place, so that NetworkPolicies are enforced. */
export async function policiesEnforced(): Promise<boolean> {
  const rules = await run("iptables", ["-w", "5", "-S", "FORWARD"]);
  return rules.includes("KUBE-ROUTER-FORWARD");
}
