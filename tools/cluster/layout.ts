import { join } from "node:path";
import { ports } from "../../infra/places";
import { cacheDir, clusterDir } from "../lib/paths";

/** The one node: its name and its address, which is the gateway of the pods' bridge. */
export const node = { name: "auth-stack", ip: "10.244.0.1" } as const;

/** Networks of the cluster. None of them leaves the machine. */
export const network = {
  bridge: "authstack0",
  podCidr: "10.244.0.0/24",
  serviceCidr: "10.96.0.0/16",
  apiServiceIp: "10.96.0.1",
  dnsServiceIp: "10.96.0.10",
  domain: "cluster.local",
} as const;

/** Every port that a process listens on. Only loopback and the node's own bridge address are bound. */
export const endpoints = {
  etcd: { host: "127.0.0.1", port: 12379 },
  etcdPeer: { host: "127.0.0.1", port: 12380 },
  apiserver: { host: node.ip, port: 6443 },
  controllerManager: { host: "127.0.0.1", port: 10257 },
  scheduler: { host: "127.0.0.1", port: 10259 },
  kubelet: { host: node.ip, port: 10250 },
  kubeletHealth: { host: "127.0.0.1", port: 10248 },
  proxyHealth: { host: "127.0.0.1", port: 10256 },
  proxyMetrics: { host: "127.0.0.1", port: 10249 },
  dns: { host: node.ip, port: 53 },
  registry: { host: "127.0.0.1", port: 5000 },
  forward: { host: "127.0.0.1", port: ports.authService.https },
} as const;

/** Where this machine reaches the service of the stack on the node. */
export const serviceUrl = `http://localhost:${endpoints.forward.port}`;

/** One address that a process listens on. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** What each process listens on; the processes in the order of start. */
export const listeners = {
  registry: [endpoints.registry],
  etcd: [endpoints.etcd, endpoints.etcdPeer],
  containerd: [],
  "kube-apiserver": [endpoints.apiserver],
  "kube-controller-manager": [endpoints.controllerManager],
  "kube-scheduler": [endpoints.scheduler],
  kubelet: [endpoints.kubelet, endpoints.kubeletHealth],
  coredns: [endpoints.dns],
  "kube-proxy": [endpoints.proxyHealth, endpoints.proxyMetrics],
  forward: [endpoints.forward],
  "kube-router": [],
} as const satisfies Record<string, readonly Endpoint[]>;

/** A process of the cluster. */
export type ProcessName = keyof typeof listeners;

/** Every process, in the order of start. */
export const processNames = Object.keys(listeners) as readonly ProcessName[];

/** "host:port", the form that flags and configuration files take. */
export function address({ host, port }: Endpoint): string {
  return `${host}:${port}`;
}

/** The Service that `endpoints.forward` leads to, and the ConfigMap whose `ca.crt` its certificate must be from. */
export const forwardTarget = {
  namespace: "auth-stack",
  service: "auth-service",
  configMap: "auth-stack-ca",
} as const;

/** The image every pod's sandbox runs, pushed to the local registry before the first pod starts. */
export const pauseImage = `${address(endpoints.registry)}/auth-stack/pause:1`;

/** The default storage class: how many volumes are made at first, and when so few are free that more are made. */
export const storage = { className: "local", size: "2Gi", initial: 12, spare: 6 } as const;

/** The cgroup above all pods; `cgroupRoot` of the kubelet. */
export const cgroupName = "auth-stack";

/** Where each part keeps its files. Everything but the registry's storage is under the cluster's folder. */
export const dirs = {
  pki: join(clusterDir, "pki"),
  config: join(clusterDir, "config"),
  kubeconfigs: join(clusterDir, "kubeconfigs"),
  logs: join(clusterDir, "logs"),
  pids: join(clusterDir, "pids"),
  etcd: join(clusterDir, "etcd"),
  containerdRoot: join(clusterDir, "containerd/root"),
  containerdState: join(clusterDir, "containerd/state"),
  cni: join(clusterDir, "cni"),
  kubelet: join(clusterDir, "kubelet"),
  podLogs: join(clusterDir, "pod-logs"),
  forward: join(clusterDir, "forward"),
  volumes: join(clusterDir, "volumes"),
  registry: join(cacheDir, "registry"),
} as const;

/** containerd's own socket, apart from any Docker on the machine. */
export const containerdSocket = join(clusterDir, "containerd/containerd.sock");
