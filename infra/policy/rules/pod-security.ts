import { containerName, containersOf, kindOf, type Pods, podsOf } from "../kubernetes";
import type { Resource, ResourceRule } from "../rule";
import { at, isOrWillBe, listAt, membersAt, notYetKnown, textAt } from "../values";

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
export const podSecurity: ResourceRule = {
  name: "pod-security",
  description: "Pods and namespaces keep to the Pod Security level restricted.",
  scope: "resource",
  check: (resource) => {
    const pods = podsOf(resource);
    if (pods === undefined) return checkNamespace(resource);
    return [...checkPod(pods), ...containersOf(pods).flatMap((container) => checkContainer(container, pods))];
  },
};

function checkNamespace(resource: Resource): string[] {
  const label = "pod-security.kubernetes.io/enforce";
  if (kindOf(resource) !== "Namespace") return [];
  if (isOrWillBe(at(resource.props, "metadata", "labels", label), "restricted")) return [];
  return [
    `Namespace ${JSON.stringify(resource.name)} enforces no Pod Security level. Label it ${label}: restricted.`,
  ];
}

const volumeKinds = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

const safeSysctls = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
];

function checkPod({ spec }: Pods): string[] {
  const shared = ["hostNetwork", "hostPID", "hostIPC"]
    .filter((field) => !isOrWillBe(at(spec, field), undefined, false))
    .map((field) => `The pod shares its node's namespace: remove ${field}.`);
  return [...shared, ...checkVolumes(spec), ...checkSysctls(spec)];
}

function checkVolumes(spec: unknown): string[] {
  return listAt(spec, "volumes").flatMap((volume) =>
    membersAt(volume)
      .filter(([kind]) => kind !== "name" && !volumeKinds.includes(kind))
      .map(
        ([kind]) =>
          `The volume ${JSON.stringify(textAt(volume, "name"))} is of kind ${kind}. Use one of ${volumeKinds.join(", ")}.`,
      ),
  );
}

function checkSysctls(spec: unknown): string[] {
  return listAt(spec, "securityContext", "sysctls")
    .map((sysctl) => textAt(sysctl, "name"))
    .filter((name) => name !== undefined && !safeSysctls.includes(name))
    .map((name) => `The pod sets the sysctl ${name}, which reaches beyond it: remove it.`);
}

/** A field that a container has to have, on its own or from its pod, as `path` below a security context. */
const fields = [
  { path: ["allowPrivilegeEscalation"], good: [false], from: "container" },
  { path: ["privileged"], good: [undefined, false], from: "container" },
  { path: ["procMount"], good: [undefined, "Default"], from: "container" },
  { path: ["runAsNonRoot"], good: [true], from: "pod" },
  { path: ["seccompProfile", "type"], good: ["RuntimeDefault", "Localhost"], from: "pod" },
  { path: ["appArmorProfile", "type"], good: [undefined, "RuntimeDefault", "Localhost"], from: "pod" },
  {
    path: ["seLinuxOptions", "type"],
    good: [undefined, "", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"],
    from: "pod",
  },
  { path: ["seLinuxOptions", "user"], good: [undefined, ""], from: "pod" },
  { path: ["seLinuxOptions", "role"], good: [undefined, ""], from: "pod" },
  { path: ["windowsOptions", "hostProcess"], good: [undefined, false], from: "pod" },
] as const;

function checkContainer(container: unknown, { spec }: Pods): string[] {
  const own = at(container, "securityContext");
  const pods = at(spec, "securityContext");
  const name = containerName(container);
  const wrong = fields.flatMap(({ path, good, from }) => {
    const value = at(own, ...path) ?? (from === "pod" ? at(pods, ...path) : undefined);
    if (isOrWillBe(value, ...good)) return [];
    const remedy = good[0] === undefined ? "remove it" : `set it to ${good.join(" or ")}`;
    return [`The ${name} has securityContext.${path.join(".")} ${show(value)}: ${remedy}.`];
  });
  return [
    ...wrong,
    ...checkUser(own, pods, name),
    ...checkCapabilities(own, name),
    ...checkPorts(container, name),
  ];
}

function checkUser(own: unknown, pods: unknown, name: string): string[] {
  const user = at(own, "runAsUser") ?? at(pods, "runAsUser");
  return user === 0 ? [`The ${name} runs as root (runAsUser 0): set another user.`] : [];
}

function checkCapabilities(own: unknown, name: string): string[] {
  const drop = at(own, "capabilities", "drop");
  const added = listAt(own, "capabilities", "add").filter((each) => !isOrWillBe(each, "NET_BIND_SERVICE"));
  return [
    ...(drop === notYetKnown || (Array.isArray(drop) && drop.includes("ALL"))
      ? []
      : [`The ${name} keeps capabilities: set securityContext.capabilities.drop to ["ALL"].`]),
    ...added.map((each) => `The ${name} adds the capability ${String(each)}: remove it.`),
  ];
}

function checkPorts(container: unknown, name: string): string[] {
  return listAt(container, "ports")
    .map((port) => at(port, "hostPort"))
    .filter((port) => !isOrWillBe(port, undefined, 0))
    .map((port) => `The ${name} opens port ${String(port)} on its node: remove hostPort and use a Service.`);
}

function show(value: unknown): string {
  return value === undefined ? "unset" : JSON.stringify(value);
}
