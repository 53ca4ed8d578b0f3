import { forwardTarget, network, node, storage } from "./layout";

/** An object of the cluster and the API path that it is applied at. */
export interface PlacedObject {
  readonly path: string;
  readonly object: object;
}

const rbac = "/apis/rbac.authorization.k8s.io/v1";

/** What the cluster has from the start: DNS's Service, the default storage class, rights of the node's processes. */
export const clusterObjects: readonly PlacedObject[] = [
  {
    path: `/apis/storage.k8s.io/v1/storageclasses/${storage.className}`,
    object: {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: {
        name: storage.className,
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      provisioner: "kubernetes.io/no-provisioner",
      reclaimPolicy: "Retain",
      volumeBindingMode: "WaitForFirstConsumer",
    },
  },
  {
    path: "/api/v1/namespaces/kube-system/services/kube-dns",
    object: {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "kube-dns", namespace: "kube-system" },
      spec: {
        clusterIP: network.dnsServiceIp,
        ports: [
          { name: "dns", port: 53, protocol: "UDP" },
          { name: "dns-tcp", port: 53, protocol: "TCP" },
        ],
      },
    },
  },
  // CoreDNS is a process of the node, not a pod: its address is put here by hand.
  {
    path: "/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices/kube-dns",
    object: {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: {
        name: "kube-dns",
        namespace: "kube-system",
        labels: { "kubernetes.io/service-name": "kube-dns" },
      },
      addressType: "IPv4",
      endpoints: [{ addresses: [node.ip], conditions: { ready: true } }],
      ports: [
        { name: "dns", port: 53, protocol: "UDP" },
        { name: "dns-tcp", port: 53, protocol: "TCP" },
      ],
    },
  },
  ...rights("coredns", [
    { apiGroups: [""], resources: ["namespaces", "services"], verbs: ["list", "watch"] },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
  ]),
  ...rights("kube-router", [
    {
      apiGroups: [""],
      resources: ["namespaces", "pods", "services", "nodes", "endpoints"],
      verbs: ["get", "list", "watch"],
    },
    { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: ["get", "list", "watch"] },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["get", "list", "watch"] },
  ]),
  ...rights("forward", [
    { apiGroups: [""], resources: ["services"], resourceNames: [forwardTarget.service], verbs: ["get"] },
    { apiGroups: [""], resources: ["configmaps"], resourceNames: [forwardTarget.configMap], verbs: ["get"] },
  ]),
];

/** Rights in all namespaces, because a role in one would go with it when the stack is destroyed. */
function rights(process: string, rules: readonly object[]): PlacedObject[] {
  const name = `auth-stack:${process}`;
  const metadata = { name };
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name };
  const subjects = [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name }];
  const apiVersion = "rbac.authorization.k8s.io/v1";
  return [
    { path: `${rbac}/clusterroles/${name}`, object: { apiVersion, kind: "ClusterRole", metadata, rules } },
    {
      path: `${rbac}/clusterrolebindings/${name}`,
      object: { apiVersion, kind: "ClusterRoleBinding", metadata, roleRef, subjects },
    },
  ];
}
