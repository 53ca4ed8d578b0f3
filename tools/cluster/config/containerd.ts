import { address, containerdSocket, dirs, endpoints, network, pauseImage } from "../layout";

/** containerd's configuration (version 2), with its own folders and socket. */
export function renderContainerd(): string {
  return `version = 2
root = "${dirs.containerdRoot}"
state = "${dirs.containerdState}"
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs"]

[grpc]
  address = "${containerdSocket}"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  # Without CAP_SYS_RESOURCE no process may lower its score, and every sandbox would die.
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  stream_server_address = "127.0.0.1"

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
  SystemdCgroup = false
  Root = "${dirs.containerdState}/runc"

[plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = "/usr/lib/cni"
  conf_dir = "${dirs.cni}/net.d"

[plugins."io.containerd.grpc.v1.cri".registry]
  config_path = "${dirs.config}/registries"
`;
}

/** The registry is on loopback, where plain HTTP is what it speaks. */
export function renderRegistryHost(): string {
  return `server = "http://${address(endpoints.registry)}"

[host."http://${address(endpoints.registry)}"]
  capabilities = ["pull", "resolve"]
`;
}

/** The pods' network: one bridge, addresses handed out from a folder of ours. Ports of the machine are not given away. */
export function renderCni(): string {
  const config = {
    cniVersion: "0.4.0",
    name: "auth-stack",
    plugins: [
      {
        type: "bridge",
        bridge: network.bridge,
        isGateway: true,
        ipMasq: true,
        hairpinMode: true,
        ipam: {
          type: "host-local",
          dataDir: `${dirs.cni}/ipam`,
          ranges: [[{ subnet: network.podCidr }]],
          routes: [{ dst: "0.0.0.0/0" }],
        },
      },
    ],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
