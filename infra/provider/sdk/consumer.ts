import * as pulumi from "@pulumi/pulumi";
import type { ConsumerInputs } from "../consumer/inputs";
import type { Args } from "./args";
import { withOwnName } from "./stream";

/** A durable pull consumer with explicit acks. */
export class Consumer extends pulumi.CustomResource {
  /** Its durable name. */
  declare readonly name: pulumi.Output<string>;
  /** Name of its stream. */
  declare readonly stream: pulumi.Output<string>;

  constructor(name: string, args: Args<ConsumerInputs>, options?: pulumi.CustomResourceOptions) {
    super("authstack:jetstream:Consumer", name, { ...args }, withOwnName(options));
  }
}
