import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { contract } from "../../../stream-config";
import { renderServiceContract } from "../../../stream-config/environment";
import type { StackConfig } from "../../config/schema";
import { addressesIn, dirs, ports } from "../../places";
import { Password, Rollout, SigningKey } from "../../provider/sdk";
import { kubernetesAccess } from "../kubernetes-access";
import { labelsOf } from "../labels";
import type { Nats } from "../nats";
import type { Redis } from "../redis";
import { type PodTemplate, revisionOf } from "../revision";
import { containerSecurity, podSecurity } from "../security";
import { serviceNames, type Trust } from "../trust";
import { contractFile, secretFiles, serviceEnvironment, signingKeysFile, stopSeconds } from "./environment";
import { serviceImage } from "./image";

/** What the auth service needs from the rest of the stack. `nats` is left out where there is no message queue. */
export interface AuthServiceArgs {
  readonly namespace: string;
  readonly config: StackConfig;
  readonly trust: Trust;
  readonly redis: Redis;
  readonly nats?: Nats;
}

const labels = labelsOf("auth-service");

/** The auth service: Deployment, Service, disruption budget and its own Secret. */
export class AuthService extends pulumi.ComponentResource {
  /** URL inside the cluster. */
  readonly address: string;

  constructor(args: AuthServiceArgs, options?: pulumi.ComponentResourceOptions) {
    super("auth-stack:index:AuthService", "auth-service", {}, options);
    const { namespace } = args;
    this.address = addressesIn(namespace).authService;
    const template = this.createTemplate(args);
    const deployment = this.createDeployment(args, template);
    new Rollout(
      "auth-service",
      {
        ...kubernetesAccess(),
        namespace,
        deployment: deployment.metadata.name,
        revision: revisionOf({ template, replicas: args.config.authService.replicas }),
      },
      { parent: this, dependsOn: deployment },
    );
    new k8s.core.v1.Service(
      "auth-service",
      {
        metadata: { namespace, name: "auth-service", labels },
        spec: { selector: labels, ports: [{ name: "https", port: 443, targetPort: "https" }] },
      },
      { parent: this },
    );
    new k8s.policy.v1.PodDisruptionBudget(
      "auth-service",
      {
        metadata: { namespace, name: "auth-service", labels },
        spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
      },
      { parent: this },
    );
    this.registerOutputs({ address: this.address });
  }

  private createDeployment(
    { namespace, config }: AuthServiceArgs,
    template: PodTemplate,
  ): k8s.apps.v1.Deployment {
    return new k8s.apps.v1.Deployment(
      "auth-service",
      {
        metadata: {
          namespace,
          name: "auth-service",
          labels,
          annotations: { "pulumi.com/waitFor": accepted },
        },
        spec: {
          replicas: config.authService.replicas,
          selector: { matchLabels: labels },
          // A new pod serves before an old one goes.
          strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
          template,
        },
      },
      { parent: this },
    );
  }

  /** The pod, with its secrets, its certificate and the contract. */
  private createTemplate(args: AuthServiceArgs): PodTemplate {
    const { namespace, config, trust } = args;
    const secret = this.createSecret(args);
    const tls = trust.issue(
      "auth-service",
      { dnsNames: [...serviceNames("auth-service", namespace), "localhost"], usages: "server" },
      this,
    );
    const env = serviceEnvironment(config);
    const known = this.createContract(namespace);
    return {
      metadata: { labels },
      spec: {
        ...podSecurity,
        terminationGracePeriodSeconds: stopSeconds.grace,
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: "kubernetes.io/hostname",
            whenUnsatisfiable: "ScheduleAnyway",
            labelSelector: { matchLabels: labels },
          },
        ],
        containers: [container(serviceImage(config.authService.image, this), env)],
        volumes: [
          { name: "tls", secret: { secretName: tls.metadata.name } },
          { name: "secrets", secret: { secretName: secret.metadata.name } },
          { name: "contract", configMap: { name: known.metadata.name } },
        ],
      },
    };
  }

  /** A new name for new content, so that another contract reaches pods of the same image. */
  private createContract(namespace: string): k8s.core.v1.ConfigMap {
    const data = { [contractFile]: renderServiceContract(contract) };
    return new k8s.core.v1.ConfigMap(
      "auth-service-contract",
      { metadata: { namespace, labels }, immutable: true, data },
      { parent: this },
    );
  }

  private createSecret({ namespace, config, redis, nats }: AuthServiceArgs): k8s.core.v1.Secret {
    const {
      keyGeneration: generation,
      keyLeadMinutes: leadMinutes,
      revokedKeys: revoked,
    } = config.authService;
    const signing = new SigningKey("access-tokens", { generation, leadMinutes, revoked }, { parent: this });
    const keys = pulumi.all([signing.privateJwk, signing.previousJwks]).apply(signingKeysFile);
    return new k8s.core.v1.Secret(
      "auth-service-secrets",
      {
        metadata: { namespace, labels },
        immutable: true,
        stringData: {
          [secretFiles.signingKeys]: keys,
          [secretFiles.redisPassword]: redis.password,
          ...(nats && {
            [secretFiles.natsSeed]: nats.publisherSeed,
            [secretFiles.deadLettersSeed]: nats.deadLettersSeed,
            ...(config.authService.replayEndpoint && this.createReplaySecrets(config, nats)),
          }),
        },
      },
      { parent: this },
    );
  }

  /** What callers of the endpoint for replays send, and as whom it reads and sends. */
  private createReplaySecrets({ authService: { keyGeneration: generation } }: StackConfig, nats: Nats) {
    const token = new Password("replay-token", { length: 43, generation }, { parent: this });
    return { [secretFiles.replayToken]: token.value, [secretFiles.operatorSeed]: nats.operatorSeed };
  }
}

/**
 * The Deployment is done, and recorded as applied, when Kubernetes has accepted it; `Rollout` waits for its pods.
 * https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/
 */
const accepted = "jsonpath={.metadata.uid}";

function container(
  image: pulumi.Input<string>,
  env: k8s.types.input.core.v1.EnvVar[],
): k8s.types.input.core.v1.Container {
  const health = (path: string) => ({ httpGet: { path, port: "admin", scheme: "HTTPS" }, timeoutSeconds: 5 });
  return {
    name: "auth-service",
    image,
    env,
    ports: [
      { name: "https", containerPort: ports.authService.https },
      { name: "admin", containerPort: ports.authService.admin },
    ],
    securityContext: containerSecurity,
    resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "512Mi" } },
    volumeMounts: [
      { name: "tls", mountPath: dirs.authService.tls, readOnly: true },
      { name: "secrets", mountPath: dirs.authService.secrets, readOnly: true },
      { name: "contract", mountPath: dirs.authService.contract, readOnly: true },
    ],
    startupProbe: { ...health("/health/live"), periodSeconds: 1, failureThreshold: 120 },
    readinessProbe: { ...health("/health/ready"), periodSeconds: 3 },
    livenessProbe: { ...health("/health/live"), periodSeconds: 10 },
    // Connections still come in until every node has heard that the pod goes.
    lifecycle: { preStop: { sleep: { seconds: stopSeconds.preStop } } },
  };
}
