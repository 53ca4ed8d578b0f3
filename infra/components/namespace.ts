import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../config/schema";
import { labelsOf } from "./labels";

/**
 * The stack's namespace, at Pod Security level `restricted`. Volume claims live in it, so it stays behind on
 * `pulumi destroy` when any part's data is to be retained; the next `pulumi up` takes it over again.
 */
export class StackNamespace extends pulumi.ComponentResource {
  readonly name: pulumi.Output<string>;

  constructor(config: StackConfig, options?: pulumi.ComponentResourceOptions) {
    super("auth-stack:index:Namespace", "namespace", {}, options);
    const namespace = new k8s.core.v1.Namespace(
      "namespace",
      { metadata: { name: config.namespace, labels: { ...labelsOf("namespace"), ...restricted } } },
      {
        parent: this,
        retainOnDelete: [config.nats, config.redis].some((part) => part.onDestroy === "retain"),
      },
    );
    this.name = namespace.metadata.name;
    this.registerOutputs({ name: this.name });
  }
}

const restricted = Object.fromEntries(
  ["enforce", "audit", "warn"].map((mode) => [`pod-security.kubernetes.io/${mode}`, "restricted"]),
);
