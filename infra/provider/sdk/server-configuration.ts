import * as pulumi from "@pulumi/pulumi";
import type { ServerConfigurationInputs } from "../nats-servers/server-configuration";
import type { Args } from "./args";

/** The configuration that running nats-servers use: done when every one of them acts by it. */
export class ServerConfiguration extends pulumi.CustomResource {
  /** Digest of each server's configuration, by the name of its pod. */
  declare readonly digests: pulumi.Output<Readonly<Record<string, string>>>;

  constructor(name: string, args: Args<ServerConfigurationInputs>, options?: pulumi.CustomResourceOptions) {
    super("authstack:nats:ServerConfiguration", name, { ...args, seeds: pulumi.secret(args.seeds) }, options);
  }
}
