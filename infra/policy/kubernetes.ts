import type { Resource } from "./rule";
import { at, listAt, textAt } from "./values";

/** The pods that a resource makes. */
export interface Pods {
  readonly namespace: string;
  readonly labels: unknown;
  /** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec */
  readonly spec: unknown;
  readonly replicas: number;
}

const podKinds = [
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "ReplicationController",
  "Job",
  "CronJob",
  "Pod",
];

/** "Deployment" for type "kubernetes:apps/v1:Deployment"; undefined for what is not Kubernetes. */
export function kindOf({ type }: Resource): string | undefined {
  const [provider, , kind] = type.split(":");
  return provider === "kubernetes" ? kind : undefined;
}

/** The namespace that a resource is in. */
export function namespaceOf({ props }: Resource): string {
  return textAt(props, "metadata", "namespace") ?? "default";
}

/** The pods that a resource makes, if it makes any. */
export function podsOf(resource: Resource): Pods | undefined {
  const kind = kindOf(resource);
  if (kind === undefined || !podKinds.includes(kind)) return undefined;
  const template = templateOf(kind, resource.props);
  const replicas = at(resource.props, "spec", "replicas");
  return {
    namespace: namespaceOf(resource),
    labels: at(template, "metadata", "labels"),
    spec: at(template, "spec"),
    replicas: typeof replicas === "number" ? replicas : 1,
  };
}

function templateOf(kind: string, props: unknown): unknown {
  if (kind === "Pod") return props;
  return kind === "CronJob"
    ? at(props, "spec", "jobTemplate", "spec", "template")
    : at(props, "spec", "template");
}

/** Every container of the pods, those that run before and beside the main ones included. */
export function containersOf({ spec }: Pods): readonly unknown[] {
  return ["initContainers", "containers", "ephemeralContainers"].flatMap((list) => listAt(spec, list));
}

/** How messages call a container. */
export function containerName(container: unknown): string {
  return `container ${JSON.stringify(textAt(container, "name") ?? "")}`;
}

/** A check of every container of a resource. */
export function checkContainers(check: (container: unknown) => readonly string[]) {
  return (resource: Resource): string[] => {
    const pods = podsOf(resource);
    return pods === undefined ? [] : containersOf(pods).flatMap(check);
  };
}

/** Whether a label selector selects the labels; an empty one selects all. */
export function selects(selector: unknown, labels: unknown): boolean {
  const required = Object.entries(at(selector, "matchLabels") ?? {});
  return (
    selector !== undefined &&
    required.every(([key, value]) => at(labels, key) === value) &&
    listAt(selector, "matchExpressions").every((expression) => meets(expression, labels))
  );
}

function meets(expression: unknown, labels: unknown): boolean {
  const value = at(labels, textAt(expression, "key") ?? "");
  const values = listAt(expression, "values");
  switch (at(expression, "operator")) {
    case "In":
      return values.includes(value);
    case "NotIn":
      return !values.includes(value);
    case "Exists":
      return value !== undefined;
    default:
      return value === undefined;
  }
}
