import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../jetstream/config";
import type { Args } from "./args";

/** How streams and consumers are reached: their `provider` option. Keys need none. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: Args<Config>, options?: pulumi.ResourceOptions) {
    super("authstack", name, { ...args, seed: args.seed && pulumi.secret(args.seed) }, options);
  }
}
