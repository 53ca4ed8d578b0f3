import { accepts } from "../lib/accepts";
import { toolPath } from "../toolchain";
import { configFiles } from "./config/write";
import { address, dirs, endpoints, forwardTarget, network, node } from "./layout";
import { pkiFile } from "./pki/ensure";
import { kubeconfigPath } from "./pki/kubeconfig";
import { answersOk, apiReady, containerdReady, nodeRegistered, policiesEnforced } from "./probes";
import type { ProcessSpec } from "./process/spec";

/** The image registry: runs before everything else, because images are pushed before pods start. */
export const registry = (): ProcessSpec => ({
  name: "registry",
  command: "/usr/bin/docker-registry",
  args: ["serve", configFiles.registry],
  files: [configFiles.registry],
  ready: () => answersOk(endpoints.registry, "/v2/"),
});

const etcd = (): ProcessSpec => ({
  name: "etcd",
  command: "/usr/bin/etcd",
  args: [
    "--name=auth-stack",
    `--data-dir=${dirs.etcd}`,
    `--listen-client-urls=https://${address(endpoints.etcd)}`,
    `--advertise-client-urls=https://${address(endpoints.etcd)}`,
    `--listen-peer-urls=https://${address(endpoints.etcdPeer)}`,
    `--initial-advertise-peer-urls=https://${address(endpoints.etcdPeer)}`,
    `--initial-cluster=auth-stack=https://${address(endpoints.etcdPeer)}`,
    ...["", "peer-"].flatMap((kind) => [
      `--${kind}cert-file=${pkiFile("etcd.crt")}`,
      `--${kind}key-file=${pkiFile("etcd.key")}`,
      `--${kind}trusted-ca-file=${pkiFile("etcd-ca.crt")}`,
      `--${kind}client-cert-auth=true`,
    ]),
    "--auto-compaction-mode=periodic",
    "--auto-compaction-retention=1h",
    "--logger=zap",
    "--log-level=warn",
  ],
  files: [pkiFile("etcd.crt")],
  ready: () => accepts(endpoints.etcd),
});

const apiserver = (): ProcessSpec => ({
  name: "kube-apiserver",
  command: toolPath("kube-apiserver"),
  args: [
    `--bind-address=${endpoints.apiserver.host}`,
    `--advertise-address=${node.ip}`,
    `--secure-port=${endpoints.apiserver.port}`,
    `--etcd-servers=https://${address(endpoints.etcd)}`,
    `--etcd-cafile=${pkiFile("etcd-ca.crt")}`,
    `--etcd-certfile=${pkiFile("etcd-client.crt")}`,
    `--etcd-keyfile=${pkiFile("etcd-client.key")}`,
    `--tls-cert-file=${pkiFile("apiserver.crt")}`,
    `--tls-private-key-file=${pkiFile("apiserver.key")}`,
    `--client-ca-file=${pkiFile("ca.crt")}`,
    `--kubelet-certificate-authority=${pkiFile("ca.crt")}`,
    `--kubelet-client-certificate=${pkiFile("kubelet-client.crt")}`,
    `--kubelet-client-key=${pkiFile("kubelet-client.key")}`,
    "--kubelet-preferred-address-types=InternalIP",
    `--service-account-issuer=https://kubernetes.default.svc.${network.domain}`,
    `--service-account-key-file=${pkiFile("service-account.pub")}`,
    `--service-account-signing-key-file=${pkiFile("service-account.key")}`,
    `--service-cluster-ip-range=${network.serviceCidr}`,
    "--authorization-mode=Node,RBAC",
    "--enable-admission-plugins=NodeRestriction",
    "--anonymous-auth=false",
    "--profiling=false",
    // Asks the database for what its version 3.4 can't answer.
    "--feature-gates=SizeBasedListCostEstimate=false",
  ],
  files: [pkiFile("apiserver.crt")],
  ready: apiReady,
});

const controllerManager = (): ProcessSpec => ({
  name: "kube-controller-manager",
  command: toolPath("kube-controller-manager"),
  args: [
    ...clientOf("controller-manager"),
    `--bind-address=${endpoints.controllerManager.host}`,
    `--secure-port=${endpoints.controllerManager.port}`,
    "--leader-elect=false",
    `--flex-volume-plugin-dir=${dirs.kubelet}/volume-plugins`,
    "--use-service-account-credentials=true",
    `--service-account-private-key-file=${pkiFile("service-account.key")}`,
    `--root-ca-file=${pkiFile("ca.crt")}`,
    `--cluster-signing-cert-file=${pkiFile("ca.crt")}`,
    `--cluster-signing-key-file=${pkiFile("ca.key")}`,
    // Pod addresses come from the bridge; there is no cloud.
    "--controllers=*,-node-ipam-controller,-node-route-controller,-service-lb-controller,-cloud-node-lifecycle-controller",
    "--profiling=false",
  ],
  files: [pkiFile("ca.crt")],
  ready: () => accepts(endpoints.controllerManager),
});

const scheduler = (): ProcessSpec => ({
  name: "kube-scheduler",
  command: toolPath("kube-scheduler"),
  args: [
    ...clientOf("scheduler"),
    `--bind-address=${endpoints.scheduler.host}`,
    `--secure-port=${endpoints.scheduler.port}`,
    "--leader-elect=false",
    "--profiling=false",
  ],
  files: [pkiFile("ca.crt")],
  ready: () => accepts(endpoints.scheduler),
});

const containerd = (): ProcessSpec => ({
  name: "containerd",
  command: "/usr/bin/containerd",
  args: ["--config", configFiles.containerd, "--log-level", "warn"],
  files: [configFiles.containerd],
  ready: containerdReady,
});

const kubelet = (): ProcessSpec => ({
  name: "kubelet",
  command: toolPath("kubelet"),
  args: [
    `--config=${configFiles.kubelet}`,
    `--kubeconfig=${kubeconfigPath("node")}`,
    `--root-dir=${dirs.kubelet}`,
    `--cert-dir=${dirs.kubelet}/pki`,
    `--hostname-override=${node.name}`,
    `--node-ip=${node.ip}`,
  ],
  files: [configFiles.kubelet, pkiFile("kubelet.crt")],
  ready: async () => (await answersOk(endpoints.kubeletHealth, "/healthz")) && (await nodeRegistered()),
});

const proxy = (): ProcessSpec => ({
  name: "kube-proxy",
  command: toolPath("kube-proxy"),
  args: [`--config=${configFiles.proxy}`],
  files: [configFiles.proxy, kubeconfigPath("proxy")],
  ready: () => answersOk(endpoints.proxyHealth, "/healthz"),
});

const kubeRouter = (): ProcessSpec => ({
  name: "kube-router",
  command: toolPath("kube-router"),
  args: [
    `--kubeconfig=${kubeconfigPath("kube-router")}`,
    "--run-firewall=true",
    "--run-router=false",
    "--run-service-proxy=false",
    "--enable-cni=false",
    `--service-cluster-ip-range=${network.serviceCidr}`,
    `--hostname-override=${node.name}`,
    // Its health port would be open on every address.
    "--health-port=0",
    "--enable-ipv6=false",
    "--iptables-sync-period=1m",
  ],
  env: { NODE_NAME: node.name },
  files: [kubeconfigPath("kube-router")],
  ready: policiesEnforced,
});

const coredns = (): ProcessSpec => ({
  name: "coredns",
  command: toolPath("coredns"),
  args: ["-conf", configFiles.coredns],
  files: [configFiles.coredns, kubeconfigPath("coredns")],
  ready: () => accepts(endpoints.dns),
});

const forward = (): ProcessSpec => ({
  name: "forward",
  command: process.execPath,
  args: [
    "--max-old-space-size=32",
    configFiles.forward,
    address(endpoints.forward),
    JSON.stringify(forwardTarget),
    kubeconfigPath("forward"),
  ],
  files: [configFiles.forward, configFiles.forwardApi, kubeconfigPath("forward")],
  ready: () => accepts(endpoints.forward),
});

function clientOf(user: "controller-manager" | "scheduler"): string[] {
  const path = kubeconfigPath(user);
  return [
    `--kubeconfig=${path}`,
    `--authentication-kubeconfig=${path}`,
    `--authorization-kubeconfig=${path}`,
    // There is no aggregated API whose proxy would be trusted.
    "--authentication-skip-lookup=true",
  ];
}

/** Processes that start together, after those of the stage before are ready. */
export type Stage = readonly (() => ProcessSpec)[];

/** What the API needs. */
export const controlPlaneStages: readonly Stage[] = [[etcd, containerd], [apiserver]];

/** What runs pods, given that the API is there and grants these processes their rights. */
export const nodeStages: readonly Stage[] = [
  [controllerManager, scheduler, kubelet, coredns, proxy, forward],
  // kube-router ends at once when its node is not registered yet.
  [kubeRouter],
];
