import { network, node } from "../layout";

/** A certificate the cluster needs. `groups` and `name` become the Kubernetes user (O and CN of the subject). */
export interface CertificateSpec {
  readonly file: string;
  readonly ca: "ca" | "etcd-ca";
  readonly name: string;
  readonly groups?: readonly string[];
  readonly use: "server" | "client" | "both";
  readonly ips?: readonly string[];
  readonly names?: readonly string[];
}

/** etcd has its own authority: a user of the cluster must not be able to log in to the database below it. */
export const certificates: readonly CertificateSpec[] = [
  { file: "etcd", ca: "etcd-ca", name: "etcd", use: "both", ips: ["127.0.0.1"], names: ["localhost"] },
  { file: "etcd-client", ca: "etcd-ca", name: "kube-apiserver", use: "client" },
  {
    file: "apiserver",
    ca: "ca",
    name: "kube-apiserver",
    use: "server",
    ips: [node.ip, network.apiServiceIp, "127.0.0.1"],
    names: [
      "localhost",
      "kubernetes",
      "kubernetes.default",
      "kubernetes.default.svc",
      `kubernetes.default.svc.${network.domain}`,
    ],
  },
  {
    file: "kubelet-client",
    ca: "ca",
    name: "apiserver-kubelet-client",
    groups: ["system:masters"],
    use: "client",
  },
  {
    file: "kubelet",
    ca: "ca",
    name: node.name,
    use: "server",
    ips: [node.ip, "127.0.0.1"],
    names: [node.name],
  },
  { file: "admin", ca: "ca", name: "admin", groups: ["system:masters"], use: "client" },
  { file: "node", ca: "ca", name: `system:node:${node.name}`, groups: ["system:nodes"], use: "client" },
  { file: "controller-manager", ca: "ca", name: "system:kube-controller-manager", use: "client" },
  { file: "scheduler", ca: "ca", name: "system:kube-scheduler", use: "client" },
  { file: "proxy", ca: "ca", name: "system:kube-proxy", use: "client" },
  { file: "kube-router", ca: "ca", name: "auth-stack:kube-router", use: "client" },
  { file: "coredns", ca: "ca", name: "auth-stack:coredns", use: "client" },
  { file: "forward", ca: "ca", name: "auth-stack:forward", use: "client" },
];

/** Client certificates that get a kubeconfig of the same name. */
export const kubeconfigUsers = [
  "admin",
  "node",
  "controller-manager",
  "scheduler",
  "proxy",
  "kube-router",
  "coredns",
  "forward",
] as const;

/** A user that has a kubeconfig. */
export type KubeconfigUser = (typeof kubeconfigUsers)[number];
