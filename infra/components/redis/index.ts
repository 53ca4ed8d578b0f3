import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../../config";
import { Password } from "../../provider/sdk";
import { labelsOf } from "../labels";
import { containerSecurity, podSecurity } from "../security";
import { serviceNames, type Trust } from "../trust";
import { dataVolume } from "../volumes";
import { redisDirs, renderRedisConfig, renderRedisUsers } from "./config";

/** What Redis needs from the rest of the stack. */
export interface RedisArgs {
  readonly namespace: string;
  readonly config: StackConfig["redis"];
  readonly trust: Trust;
}

const labels = labelsOf("redis");

/** Redis, the service's store: TLS only, one ACL user, an append-only file on a volume. */
export class Redis extends pulumi.ComponentResource {
  /** Password of the user `auth-service`, a secret. */
  readonly password: pulumi.Output<string>;

  constructor(args: RedisArgs, options?: pulumi.ComponentResourceOptions) {
    super("auth-stack:index:Redis", "redis", {}, options);
    const { namespace } = args;
    const password = new Password(
      "redis",
      { length: 43, generation: args.config.keyGeneration },
      { parent: this },
    );
    this.password = password.value;
    const statefulSet = this.createServer(args, password.sha256);
    new k8s.core.v1.Service(
      "redis",
      {
        metadata: { namespace, name: "redis", labels },
        spec: { selector: labels, ports: [{ name: "redis", port: 6379, targetPort: "redis" }] },
      },
      { parent: this, dependsOn: statefulSet },
    );
    this.registerOutputs();
  }

  private createServer({ namespace, config, trust }: RedisArgs, passwordHash: pulumi.Output<string>) {
    const settings = new k8s.core.v1.Secret(
      "redis-config",
      {
        metadata: { namespace, labels },
        immutable: true,
        stringData: {
          "redis.conf": renderRedisConfig(config),
          "users.acl": passwordHash.apply(renderRedisUsers),
        },
      },
      { parent: this },
    );
    const tls = trust.issue(
      "redis",
      { dnsNames: [...serviceNames("redis", namespace), "localhost"], usages: "server" },
      this,
    );
    return new k8s.apps.v1.StatefulSet(
      "redis",
      {
        metadata: { namespace, name: "redis", labels },
        spec: {
          serviceName: "redis",
          replicas: 1,
          selector: { matchLabels: labels },
          ...dataVolume(config),
          template: {
            metadata: { labels },
            spec: {
              ...podSecurity,
              terminationGracePeriodSeconds: 30,
              containers: [container(config)],
              volumes: [
                { name: "config", secret: { secretName: settings.metadata.name } },
                { name: "tls", secret: { secretName: tls.metadata.name } },
              ],
            },
          },
        },
      },
      { parent: this },
    );
  }
}

function container(config: StackConfig["redis"]): k8s.types.input.core.v1.Container {
  // -e makes an error reply, such as LOADING, a failure.
  const ping = [
    "redis-cli",
    "-e",
    "--tls",
    "--cacert",
    `${redisDirs.tls}/ca.crt`,
    "--user",
    "probe",
    "--pass",
    "-",
    "--no-auth-warning",
    "ping",
  ];
  const probe = { exec: { command: ping }, timeoutSeconds: 5 };
  return {
    name: "redis",
    image: config.image,
    command: ["redis-server", `${redisDirs.config}/redis.conf`],
    ports: [{ name: "redis", containerPort: 6379 }],
    securityContext: containerSecurity,
    resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "512Mi" } },
    volumeMounts: [
      { name: "config", mountPath: redisDirs.config, readOnly: true },
      { name: "tls", mountPath: redisDirs.tls, readOnly: true },
      { name: "data", mountPath: redisDirs.data },
    ],
    startupProbe: { ...probe, periodSeconds: 1, failureThreshold: 300 },
    readinessProbe: { ...probe, periodSeconds: 5 },
    livenessProbe: { tcpSocket: { port: "redis" }, periodSeconds: 10, timeoutSeconds: 5 },
  };
}
