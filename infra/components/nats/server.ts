import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { renderServer, users } from "../../../stream-config";
import type { StackConfig } from "../../config";
import { labelsOf } from "../labels";
import { containerSecurity, podSecurity } from "../security";
import { serviceNames, type Trust } from "../trust";
import { dataVolume } from "../volumes";

/** What the servers are made from. */
export interface NatsServerArgs {
  readonly namespace: string;
  readonly config: StackConfig["nats"];
  readonly trust: Trust;
  readonly publicKeys: pulumi.Input<Record<string, string>>;
}

const labels = labelsOf("nats");
const ports = { client: 4222, cluster: 6222, monitor: 8222 } as const;
const dirs = {
  config: "/etc/nats",
  tls: "/etc/nats-tls",
  routeTls: "/etc/nats-route-tls",
  data: "/data",
} as const;

/** The nats-server cluster: a StatefulSet with a volume each, client and headless Service, disruption budget. */
export class NatsServer extends pulumi.ComponentResource {
  readonly service: k8s.core.v1.Service;

  constructor(args: NatsServerArgs, options?: pulumi.ComponentResourceOptions) {
    super("auth-stack:nats:Server", "nats-server", {}, options);
    const { namespace, config } = args;
    const parent = { parent: this };
    const headless = new k8s.core.v1.Service(
      "nats-headless",
      {
        metadata: { namespace, name: "nats-headless", labels },
        // Servers have to find each other before any of them is ready.
        spec: {
          clusterIP: "None",
          publishNotReadyAddresses: true,
          selector: labels,
          ports: servicePorts("client", "cluster"),
        },
      },
      parent,
    );
    const statefulSet = this.createServers(args, headless.metadata.name);
    this.service = new k8s.core.v1.Service(
      "nats",
      {
        metadata: { namespace, name: "nats", labels },
        spec: { selector: labels, ports: servicePorts("client") },
      },
      { ...parent, dependsOn: statefulSet },
    );
    if (config.replicas > 1) {
      new k8s.policy.v1.PodDisruptionBudget(
        "nats",
        {
          metadata: { namespace, name: "nats", labels },
          spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
        },
        parent,
      );
    }
    this.registerOutputs();
  }

  private createServers(args: NatsServerArgs, serviceName: pulumi.Input<string>): k8s.apps.v1.StatefulSet {
    const { namespace, config, trust } = args;
    const settings = new k8s.core.v1.ConfigMap(
      "nats",
      {
        metadata: { namespace, labels },
        data: { "nats.conf": pulumi.output(args.publicKeys).apply((keys) => renderSettings(args, keys)) },
      },
      { parent: this },
    );
    const hosts = ["nats-headless", `nats-headless.${namespace}.svc`].map((name) => `*.${name}`);
    const tls = trust.issue(
      "nats",
      { dnsNames: [...serviceNames("nats", namespace), ...hosts, "localhost"], usages: "server" },
      this,
    );
    const routeTls = trust.issue("nats-route", { dnsNames: hosts, usages: "both" }, this);
    return new k8s.apps.v1.StatefulSet(
      "nats",
      {
        metadata: { namespace, name: "nats", labels },
        spec: {
          serviceName,
          replicas: config.replicas,
          podManagementPolicy: "Parallel",
          selector: { matchLabels: labels },
          ...dataVolume(config),
          template: {
            metadata: { labels },
            spec: {
              ...podSecurity,
              // The server's own lame-duck time, and some to spare.
              terminationGracePeriodSeconds: 60,
              topologySpreadConstraints: [
                {
                  maxSkew: 1,
                  topologyKey: "kubernetes.io/hostname",
                  whenUnsatisfiable: "ScheduleAnyway",
                  labelSelector: { matchLabels: labels },
                },
              ],
              containers: [container(config)],
              volumes: [
                { name: "config", configMap: { name: settings.metadata.name } },
                { name: "tls", secret: { secretName: tls.metadata.name } },
                { name: "route-tls", secret: { secretName: routeTls.metadata.name } },
              ],
            },
          },
        },
      },
      { parent: this },
    );
  }
}

function renderSettings(
  { config, namespace }: NatsServerArgs,
  publicKeys: Readonly<Record<string, string>>,
): string {
  const tlsFiles = (dir: string) => ({ cert: `${dir}/tls.crt`, key: `${dir}/tls.key`, ca: `${dir}/ca.crt` });
  const hosts = Array.from(
    { length: config.replicas },
    (_, index) => `nats-${index}.nats-headless.${namespace}.svc`,
  );
  return renderServer(
    {
      name: "$POD_NAME",
      listen: `0.0.0.0:${ports.client}`,
      monitor: `0.0.0.0:${ports.monitor}`,
      monitorScheme: "https",
      storeDir: dirs.data,
      sync: "always",
      tls: tlsFiles(dirs.tls),
      publicKeys,
      ...(config.replicas > 1 && {
        cluster: {
          name: "auth-stack",
          listen: `0.0.0.0:${ports.cluster}`,
          routes: hosts.map((host) => `tls://${host}:${ports.cluster}`),
          tls: tlsFiles(dirs.routeTls),
        },
      }),
    },
    users,
  );
}

function container(config: StackConfig["nats"]): k8s.types.input.core.v1.Container {
  const health = (query: string) => ({
    httpGet: { path: `/healthz${query}`, port: "monitor", scheme: "HTTPS" },
  });
  return {
    name: "nats",
    image: config.image,
    args: ["--config", `${dirs.config}/nats.conf`],
    env: [{ name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }],
    ports: Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort })),
    securityContext: containerSecurity,
    resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "512Mi" } },
    volumeMounts: [
      { name: "config", mountPath: dirs.config, readOnly: true },
      { name: "tls", mountPath: dirs.tls, readOnly: true },
      { name: "route-tls", mountPath: dirs.routeTls, readOnly: true },
      { name: "data", mountPath: dirs.data },
    ],
    // Started: every stream's copy on this server has caught up. Ready: clients may connect. Alive: JetStream works.
    startupProbe: { ...health(""), periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 300 },
    readinessProbe: { ...health("?js-server-only=true"), periodSeconds: 5, timeoutSeconds: 5 },
    livenessProbe: { ...health("?js-enabled-only=true"), periodSeconds: 10, timeoutSeconds: 5 },
    // Lame-duck mode asks clients to move on; the SIGTERM that follows is then ignored.
    lifecycle: { preStop: { exec: { command: ["/nats-server", "--signal", "ldm=1"] } } },
  };
}

function servicePorts(...names: (keyof typeof ports)[]) {
  return names.map((name) => ({ name, port: ports[name], targetPort: name }));
}
