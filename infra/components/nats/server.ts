import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { proofsOf, renderUsers, users } from "../../../stream-config";
import type { StackConfig } from "../../config/schema";
import { dirs, natsSettingsFile, ports } from "../../places";
import { ServerConfiguration } from "../../provider/sdk";
import { kubernetesAccess } from "../kubernetes-access";
import { labelsOf } from "../labels";
import { containerSecurity, podSecurity } from "../security";
import { serviceNames, type Trust } from "../trust";
import { dataVolume } from "../volumes";
import type { NatsKeys } from "./keys";
import { digestsWith, renderSettings, type Servers } from "./settings";

/** What leads to the servers over the Kubernetes API, and who vouches for their certificate. */
export interface ServersPlace extends ReturnType<typeof kubernetesAccess> {
  readonly namespace: string;
  readonly statefulSet: pulumi.Output<string>;
  readonly ca: pulumi.Output<string>;
}

/** What the servers are made from. */
export interface NatsServerArgs extends Servers {
  readonly trust: Trust;
  readonly keys: NatsKeys;
}

const labels = labelsOf("nats");

/** The nats-server cluster: a StatefulSet with a volume each, client and headless Service, disruption budget. */
export class NatsServer extends pulumi.ComponentResource {
  readonly service: k8s.core.v1.Service;
  /** Where its servers are, for the resources that speak with each of them. */
  readonly place: ServersPlace;
  private readonly configuration: ServerConfiguration;

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
    const accounts = args.keys.publicKeys.apply((keys) => renderUsers(users, keys));
    const usersFile = this.createUsersFile(args, accounts);
    const statefulSet = this.createServers(args, headless.metadata.name, usersFile.metadata.name);
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
    const { caCertificate: ca } = args.trust;
    this.place = { ...kubernetesAccess(), namespace, statefulSet: statefulSet.metadata.name, ca };
    this.configuration = new ServerConfiguration(
      "nats",
      {
        ...this.place,
        digests: accounts.apply((text) => digestsWith(args, text)),
        users: proofsOf(users),
        seeds: args.keys.seeds,
      },
      { ...parent, dependsOn: usersFile },
    );
    this.registerOutputs();
  }

  /** The value, as soon as every server runs with the declared users: before that, a new key opens nothing. */
  whenConfigured<Value>(value: pulumi.Output<Value>): pulumi.Output<Value> {
    return pulumi.all([this.configuration.id, value]).apply(([, known]) => known) as pulumi.Output<Value>;
  }

  /** Its name stays, so that a change of it reaches running pods. */
  private createUsersFile({ namespace }: Servers, accounts: pulumi.Output<string>): k8s.core.v1.ConfigMap {
    return new k8s.core.v1.ConfigMap(
      "nats-users",
      {
        metadata: { namespace, name: "nats-users", labels },
        data: { "accounts.conf": accounts },
      },
      { parent: this },
    );
  }

  private createServers(
    args: NatsServerArgs,
    serviceName: pulumi.Input<string>,
    usersFile: pulumi.Input<string>,
  ): k8s.apps.v1.StatefulSet {
    const { namespace, config, trust } = args;
    const settings = new k8s.core.v1.ConfigMap(
      "nats",
      { metadata: { namespace, labels }, immutable: true, data: { "nats.conf": renderSettings(args) } },
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
                { name: "users", configMap: { name: usersFile } },
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

function container(config: StackConfig["nats"]): k8s.types.input.core.v1.Container {
  const health = (query: string) => ({
    httpGet: { path: `/healthz${query}`, port: "monitor", scheme: "HTTPS" },
  });
  return {
    name: "nats",
    image: config.image,
    args: ["--config", natsSettingsFile],
    env: [{ name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }],
    ports: Object.entries(ports.nats).map(([name, containerPort]) => ({ name, containerPort })),
    securityContext: containerSecurity,
    resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "512Mi" } },
    volumeMounts: [
      { name: "config", mountPath: dirs.nats.config, readOnly: true },
      { name: "users", mountPath: dirs.nats.users, readOnly: true },
      { name: "tls", mountPath: dirs.nats.tls, readOnly: true },
      { name: "route-tls", mountPath: dirs.nats.routeTls, readOnly: true },
      { name: "data", mountPath: dirs.nats.data },
    ],
    // Started: every stream's copy on this server has caught up. Ready: clients may connect. Alive: JetStream works.
    startupProbe: { ...health(""), periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 300 },
    readinessProbe: { ...health("?js-server-only=true"), periodSeconds: 5, timeoutSeconds: 5 },
    livenessProbe: { ...health("?js-enabled-only=true"), periodSeconds: 10, timeoutSeconds: 5 },
    // Lame-duck mode asks clients to move on; the SIGTERM that follows is then ignored.
    lifecycle: { preStop: { exec: { command: ["/nats-server", "--signal", "ldm=1"] } } },
  };
}

function servicePorts(...names: (keyof typeof ports.nats)[]) {
  return names.map((name) => ({ name, port: ports.nats[name], targetPort: name }));
}
