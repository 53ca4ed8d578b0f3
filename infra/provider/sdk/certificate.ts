import * as pulumi from "@pulumi/pulumi";
import type { CertificateInputs } from "../keys/certificate";
import type { Args } from "./args";

/** A certificate authority, or a certificate issued by one. */
export class Certificate extends pulumi.CustomResource {
  /** PEM. */
  declare readonly certificate: pulumi.Output<string>;
  /** PKCS #8 PEM; a secret. */
  declare readonly privateKey: pulumi.Output<string>;
  /** When it ends, RFC 3339. */
  declare readonly notAfter: pulumi.Output<string>;

  constructor(name: string, args: Args<CertificateInputs>, options?: pulumi.CustomResourceOptions) {
    const outputs = { certificate: undefined, privateKey: undefined, notAfter: undefined };
    super("authstack:keys:Certificate", name, { ...args, ...outputs }, options);
  }
}
