import { address, endpoints, network, node } from "../layout";
import { kubeconfigPath } from "../pki/kubeconfig";

/** KubeProxyConfiguration (kubeproxy.config.k8s.io/v1alpha1). Kernel settings of the machine stay as they are. */
export function renderProxy(): string {
  const config = {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode: "iptables",
    hostnameOverride: node.name,
    clientConnection: { kubeconfig: kubeconfigPath("proxy") },
    clusterCIDR: network.podCidr,
    bindAddress: node.ip,
    healthzBindAddress: address(endpoints.proxyHealth),
    metricsBindAddress: address(endpoints.proxyMetrics),
    nodePortAddresses: [network.podCidr],
    iptables: { localhostNodePorts: false, minSyncPeriod: "0s" },
    conntrack: { maxPerCore: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
