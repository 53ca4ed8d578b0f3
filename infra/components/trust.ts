import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Certificate } from "../provider/sdk";
import { labelsOf } from "./labels";

/** What a certificate is for: names that its holder is called by, and the sides it may take. */
export interface Identity {
  readonly dnsNames: readonly string[];
  readonly usages: "server" | "both";
}

/** The stack's certificate authority. Its certificate is in ConfigMap `auth-stack-ca` for every client to read. */
export class Trust extends pulumi.ComponentResource {
  readonly caCertificate: pulumi.Output<string>;
  private readonly authority: Certificate;

  constructor(
    private readonly namespace: string,
    private readonly generation: number,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("auth-stack:index:Trust", "trust", {}, options);
    this.authority = new Certificate(
      "ca",
      { commonName: "auth-stack", usages: "authority", validityDays: 3650, renewBeforeDays: 365, generation },
      { parent: this },
    );
    this.caCertificate = this.authority.certificate;
    new k8s.core.v1.ConfigMap(
      "ca",
      {
        metadata: { namespace, name: "auth-stack-ca", labels: labelsOf("trust") },
        data: { "ca.crt": this.caCertificate },
      },
      { parent: this },
    );
    this.registerOutputs({ caCertificate: this.caCertificate });
  }

  /** A Secret of type `kubernetes.io/tls` with a certificate for the identity; its name changes with its content. */
  issue(name: string, { dnsNames, usages }: Identity, parent: pulumi.Resource): k8s.core.v1.Secret {
    const issued = new Certificate(
      name,
      {
        commonName: name,
        dnsNames: [...dnsNames],
        usages,
        validityDays: 397,
        renewBeforeDays: 60,
        generation: this.generation,
        issuer: pulumi.output({
          certificate: this.authority.certificate,
          privateKey: this.authority.privateKey,
        }),
      },
      { parent },
    );
    return new k8s.core.v1.Secret(
      name,
      {
        metadata: { namespace: this.namespace, labels: labelsOf(name) },
        immutable: true,
        type: "kubernetes.io/tls",
        stringData: {
          "tls.crt": issued.certificate,
          "tls.key": issued.privateKey,
          "ca.crt": this.caCertificate,
        },
      },
      { parent },
    );
  }
}

/** Every name that a Service is reached by inside the cluster. */
export function serviceNames(service: string, namespace: string): string[] {
  return [
    service,
    `${service}.${namespace}`,
    `${service}.${namespace}.svc`,
    `${service}.${namespace}.svc.cluster.local`,
  ];
}
