import * as pulumi from "@pulumi/pulumi";
import type { NkeyInputs } from "../keys/nkey";
import type { Args } from "./args";

/** The key pair of a NATS user. */
export class Nkey extends pulumi.CustomResource {
  /** "U…", for the server's configuration. */
  declare readonly publicKey: pulumi.Output<string>;
  /** "SU…", for the client; a secret. */
  declare readonly seed: pulumi.Output<string>;

  constructor(name: string, args: Args<NkeyInputs>, options?: pulumi.CustomResourceOptions) {
    const outputs = { publicKey: undefined, seed: undefined };
    super("authstack:keys:Nkey", name, { ...args, ...outputs }, options);
  }
}
