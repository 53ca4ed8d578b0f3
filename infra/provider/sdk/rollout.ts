import * as pulumi from "@pulumi/pulumi";
import type { RolloutInputs } from "../kubernetes/rollout-resource";
import type { Args } from "./args";

/** A StatefulSet or a Deployment whose every pod is of the newest revision and ready: done when they are. */
export class Rollout extends pulumi.CustomResource {
  constructor(name: string, args: Args<RolloutInputs>, options?: pulumi.CustomResourceOptions) {
    super("authstack:kubernetes:Rollout", name, { ...args }, options);
  }

  /** The value, as soon as the pods are ready. */
  whenReady<Value>(value: pulumi.Output<Value>): pulumi.Output<Value> {
    return pulumi.all([this.id, value]).apply(([, known]) => known) as pulumi.Output<Value>;
  }
}
