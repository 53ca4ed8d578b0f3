import * as pulumi from "@pulumi/pulumi";
import type { UserRightsInputs } from "../nats-servers/user-rights";
import type { Args } from "./args";

/** That every user of running nats-servers can do what it may: done when each has shown it on each server. */
export class UserRights extends pulumi.CustomResource {
  constructor(name: string, args: Args<UserRightsInputs>, options?: pulumi.CustomResourceOptions) {
    super("authstack:nats:UserRights", name, { ...args, seeds: pulumi.secret(args.seeds) }, options);
  }
}
