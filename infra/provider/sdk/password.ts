import * as pulumi from "@pulumi/pulumi";
import type { PasswordInputs } from "../keys/password";
import type { Args } from "./args";

/** A random password for a machine. */
export class Password extends pulumi.CustomResource {
  /** Letters and digits; a secret. */
  declare readonly value: pulumi.Output<string>;
  /** Hexadecimal, for a Redis ACL: `#<sha256>`. */
  declare readonly sha256: pulumi.Output<string>;

  constructor(name: string, args: Args<PasswordInputs>, options?: pulumi.CustomResourceOptions) {
    const outputs = { value: undefined, sha256: undefined };
    super("authstack:keys:Password", name, { ...args, ...outputs }, options);
  }
}
