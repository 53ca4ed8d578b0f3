import * as pulumi from "@pulumi/pulumi";
import type { StreamInputs } from "../stream/inputs";
import type { Args } from "./args";

/** A JetStream stream. Unless told otherwise it stays on the server, with its messages, when this resource goes. */
export class Stream extends pulumi.CustomResource {
  /** Name of the stream. */
  declare readonly name: pulumi.Output<string>;
  /** Subjects that it stores. */
  declare readonly subjects: pulumi.Output<readonly string[]>;

  constructor(name: string, args: Args<StreamInputs>, options?: pulumi.CustomResourceOptions) {
    super("authstack:jetstream:Stream", name, { ...args }, withOwnName(options));
  }
}

/** A second stream of the same name can't exist beside the first. */
export function withOwnName(options?: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  return pulumi.mergeOptions({ deleteBeforeReplace: true }, options);
}
