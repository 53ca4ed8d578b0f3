import { expect } from "vitest";
import type { Resource, Rule } from "../../../../infra/policy/rule";

const digest = `sha256:${"0a".repeat(32)}`;

/** A container that keeps to every rule. */
export const goodContainer = {
  name: "main",
  image: `registry.example.com/part@${digest}`,
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
  resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "128Mi" } },
};

/** A pod's specification that keeps to every rule. */
export const goodPod = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
  containers: [goodContainer],
};

const labels = { "app.kubernetes.io/name": "part" };

/** A Deployment; `spec` and `pod` change what keeps to every rule. */
export function deployment(pod: object = {}, spec: object = {}): Resource {
  const template = { metadata: { labels }, spec: { ...goodPod, ...pod } };
  return kubernetes("apps/v1:Deployment", { spec: { template, ...spec } });
}

/** A Deployment whose container differs from the good one. */
export function withContainer(container: object): Resource {
  return deployment({ containers: [{ ...goodContainer, ...container }] });
}

/** A ConfigMap with one file. */
export function configMap(file: string, text: unknown): Resource {
  return kubernetes("core/v1:ConfigMap", { data: { [file]: text } });
}

/** A Kubernetes resource in the namespace auth-stack. */
export function kubernetes(type: string, props: object): Resource {
  const metadata = { namespace: "auth-stack", name: "part" };
  return { type: `kubernetes:${type}`, name: "part", props: { metadata, ...props } };
}

/** What a rule says about resources. */
export function messagesOf(rule: Rule, ...resources: Resource[]): string[] {
  return rule.scope === "resource"
    ? resources.flatMap((resource) => [...rule.check(resource)])
    : rule.check(resources).map(({ message }) => message);
}

/** Fails unless the rule has nothing to say. */
export function expectKept(rule: Rule, ...resources: Resource[]): void {
  expect(messagesOf(rule, ...resources)).toEqual([]);
}

/** Fails unless the rule says one thing, and it fits. */
export function expectBroken(rule: Rule, message: RegExp, ...resources: Resource[]): void {
  const messages = messagesOf(rule, ...resources);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toMatch(message);
}
