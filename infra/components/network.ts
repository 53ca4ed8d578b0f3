import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../config/schema";
import { ports } from "../places";
import { labelsOf, metricsClientLabel, natsClientLabel } from "./labels";

/** Who may open connections to a part, and where the part may open connections to. */
interface Openings {
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

/** Ports, and the peers they are open for; without peers, everyone. */
interface Rule {
  readonly ports: readonly number[];
  readonly peers?: readonly Peer[];
}

type Peer = k8s.types.input.networking.v1.NetworkPolicyPeer;

const pods = (part: string): Peer => ({ podSelector: { matchLabels: labelsOf(part) } });
const natsClients: Peer = { namespaceSelector: {}, podSelector: { matchLabels: natsClientLabel } };
const metricsClients: Peer = { namespaceSelector: {}, podSelector: { matchLabels: metricsClientLabel } };
/** Cluster DNS may run as pods or on the node itself, so only the port is named. */
const dns: Rule = { ports: [53] };

/** Everything that is open; all else is closed. */
const openings = (collector: readonly Rule[]): Readonly<Record<string, Openings>> => ({
  nats: {
    ingress: [
      { ports: [ports.nats.client], peers: [pods("auth-service"), natsClients] },
      { ports: [ports.nats.cluster], peers: [pods("nats")] },
    ],
    egress: [{ ports: [ports.nats.cluster], peers: [pods("nats")] }, dns],
  },
  redis: { ingress: [{ ports: [ports.redis], peers: [pods("auth-service")] }] },
  "auth-service": {
    ingress: [
      { ports: [ports.authService.https] },
      { ports: [ports.authService.admin], peers: [metricsClients] },
    ],
    egress: [
      { ports: [ports.nats.client], peers: [pods("nats")] },
      { ports: [ports.redis], peers: [pods("redis")] },
      ...collector,
      dns,
    ],
  },
});

/** A collector of traces can run anywhere, so only its port is named. */
function toCollector({ otlpEndpoint }: StackConfig["authService"]): Rule[] {
  if (otlpEndpoint === undefined) return [];
  const { protocol, port } = new URL(otlpEndpoint);
  return [{ ports: [Number(port) || (protocol === "https:" ? 443 : 80)] }];
}

/** NetworkPolicies: nothing in the namespace may talk or be talked to, but for the openings above. */
export class Network extends pulumi.ComponentResource {
  constructor({ namespace, authService }: StackConfig, options?: pulumi.ComponentResourceOptions) {
    super("auth-stack:index:Network", "network", {}, options);
    const add = (name: string, spec: k8s.types.input.networking.v1.NetworkPolicySpec) =>
      new k8s.networking.v1.NetworkPolicy(
        name,
        { metadata: { namespace, name, labels: labelsOf("network") }, spec },
        { parent: this },
      );
    add("default-deny", { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    const parts = Object.entries(openings(toCollector(authService)));
    for (const [part, opening] of parts) add(part, policy(part, opening));
    this.registerOutputs();
  }
}

function policy(part: string, { ingress = [], egress = [] }: Openings) {
  return {
    podSelector: { matchLabels: labelsOf(part) },
    policyTypes: ["Ingress", "Egress"],
    ingress: ingress.map(({ ports, peers }) => ({
      ports: ports.flatMap(protocols),
      ...(peers && { from: [...peers] }),
    })),
    egress: egress.map(({ ports, peers }) => ({
      ports: ports.flatMap(protocols),
      ...(peers && { to: [...peers] }),
    })),
  };
}

/** DNS uses both; nothing else here listens on UDP. */
function protocols(port: number): { protocol: string; port: number }[] {
  return (port === 53 ? ["UDP", "TCP"] : ["TCP"]).map((protocol) => ({ protocol, port }));
}
