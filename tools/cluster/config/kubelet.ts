import { cgroupName, containerdSocket, dirs, endpoints, network } from "../layout";
import { pkiFile } from "../pki/ensure";

/** KubeletConfiguration (kubelet.config.k8s.io/v1beta1). */
export function renderKubelet(): string {
  const config = {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: endpoints.kubelet.host,
    port: endpoints.kubelet.port,
    healthzBindAddress: endpoints.kubeletHealth.host,
    healthzPort: endpoints.kubeletHealth.port,
    tlsCertFile: pkiFile("kubelet.crt"),
    tlsPrivateKeyFile: pkiFile("kubelet.key"),
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: pkiFile("ca.crt") },
    },
    authorization: { mode: "Webhook" },
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    clusterDomain: network.domain,
    clusterDNS: [network.dnsServiceIp],
    podLogsDir: dirs.podLogs,
    volumePluginDir: `${dirs.kubelet}/volume-plugins`,
    failCgroupV1: false,
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${cgroupName}`,
    enforceNodeAllocatable: ["pods"],
    failSwapOn: false,
    evictionHard: {},
    imageGCHighThresholdPercent: 100,
    serializeImagePulls: false,
    // Changed ConfigMaps and Secrets reach their pods within this time.
    syncFrequency: "10s",
    fileCheckFrequency: "1h",
    nodeStatusUpdateFrequency: "5s",
    // A container that failed is back soon, however often it has failed.
    crashLoopBackOff: { maxContainerRestartPeriod: "10s" },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
