import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../../config/schema";
import { dirs, ports } from "../../places";
import { Password, Rollout } from "../../provider/sdk";
import { kubernetesAccess } from "../kubernetes-access";
import { labelsOf } from "../labels";
import { type PodTemplate, revisionOf } from "../revision";
import { containerSecurity, podSecurity } from "../security";
import { serviceNames, type Trust } from "../trust";
import { dataVolume } from "../volumes";
import { renderRedisUsers, stackRedisConfig } from "./config";
import { redisMemory } from "./memory";

/** What Redis needs from the rest of the stack. */
export interface RedisArgs {
  readonly namespace: string;
  readonly config: StackConfig["redis"];
  readonly trust: Trust;
}

const labels = labelsOf("redis");

/** Redis, the service's store: TLS only, one ACL user, an append-only file on a volume. */
export class Redis extends pulumi.ComponentResource {
  /** Password of the user `auth-service`, a secret, known as soon as the server runs with it. */
  readonly password: pulumi.Output<string>;

  constructor(args: RedisArgs, options?: pulumi.ComponentResourceOptions) {
    super("auth-stack:index:Redis", "redis", {}, options);
    const { namespace } = args;
    const password = new Password(
      "redis",
      { length: 43, generation: args.config.keyGeneration },
      { parent: this },
    );
    const template = this.createTemplate(args, password.sha256);
    const statefulSet = this.createServer(args, template);
    const rollout = this.awaitServer(namespace, statefulSet, template);
    this.password = rollout.whenReady(password.value);
    new k8s.core.v1.Service(
      "redis",
      {
        metadata: { namespace, name: "redis", labels },
        spec: { selector: labels, ports: [{ name: "redis", port: ports.redis, targetPort: "redis" }] },
      },
      { parent: this, dependsOn: statefulSet },
    );
    this.registerOutputs();
  }

  /** The pod, with its configuration and certificate. */
  private createTemplate({ namespace, config, trust }: RedisArgs, passwordHash: pulumi.Output<string>) {
    const settings = new k8s.core.v1.Secret(
      "redis-config",
      {
        metadata: { namespace, labels },
        immutable: true,
        stringData: {
          "redis.conf": stackRedisConfig(config),
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
    return {
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
    };
  }

  private createServer({ namespace, config }: RedisArgs, template: PodTemplate) {
    return new k8s.apps.v1.StatefulSet(
      "redis",
      {
        metadata: { namespace, name: "redis", labels },
        spec: {
          serviceName: "redis",
          replicas: 1,
          selector: { matchLabels: labels },
          ...dataVolume(config),
          template,
        },
      },
      { parent: this },
    );
  }

  /** Done when the pod runs as it is declared and is ready. There is one of it, so a change of it interrupts. */
  private awaitServer(
    namespace: string,
    statefulSet: k8s.apps.v1.StatefulSet,
    template: PodTemplate,
  ): Rollout {
    return new Rollout(
      "redis",
      {
        ...kubernetesAccess(),
        namespace,
        statefulSet: statefulSet.metadata.name,
        revision: revisionOf(template),
        interruption:
          "Redis restarts: until it is ready again, a few seconds, requests that need it are answered 503 with Retry-After. No data is lost.",
      },
      { parent: this, dependsOn: statefulSet },
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
    `${dirs.redis.tls}/ca.crt`,
    "--user",
    "probe",
    "--pass",
    "-",
    "--no-auth-warning",
    "ping",
  ];
  const memory = redisMemory(config.memory);
  const probe = { exec: { command: ping }, timeoutSeconds: 5 };
  return {
    name: "redis",
    image: config.image,
    command: ["redis-server", `${dirs.redis.config}/redis.conf`],
    ports: [{ name: "redis", containerPort: ports.redis }],
    securityContext: containerSecurity,
    resources: { requests: { cpu: "50m", memory: memory.request }, limits: { memory: memory.limit } },
    volumeMounts: [
      { name: "config", mountPath: dirs.redis.config, readOnly: true },
      { name: "tls", mountPath: dirs.redis.tls, readOnly: true },
      { name: "data", mountPath: dirs.redis.data },
    ],
    startupProbe: { ...probe, periodSeconds: 1, failureThreshold: 300 },
    readinessProbe: { ...probe, periodSeconds: 5 },
    livenessProbe: { tcpSocket: { port: "redis" }, periodSeconds: 10, timeoutSeconds: 5 },
  };
}
