import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../api/config";
import type { Args } from "./args";

/** How streams and consumers are reached: their `provider` option. Keys need none. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: Args<Config>, options?: pulumi.ResourceOptions) {
    const seeds = { seed: secret(args.seed), backupSeed: secret(args.backupSeed) };
    super("authstack", name, { ...args, ...seeds }, options);
  }
}

function secret(seed: pulumi.Input<string | undefined>): pulumi.Input<string | undefined> {
  return seed && pulumi.secret(seed);
}
