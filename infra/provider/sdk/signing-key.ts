import * as pulumi from "@pulumi/pulumi";
import type { SigningKeyInputs } from "../keys/signing-key";
import type { Args } from "./args";

/** An Ed25519 key that signs access tokens. */
export class SigningKey extends pulumi.CustomResource {
  /** A JWK in JSON; a secret. */
  declare readonly privateJwk: pulumi.Output<string>;
  /** A JWK in JSON, fit for a JWKS. */
  declare readonly publicJwk: pulumi.Output<string>;
  /** The key's RFC 7638 thumbprint. */
  declare readonly kid: pulumi.Output<string>;

  constructor(name: string, args: Args<SigningKeyInputs>, options?: pulumi.CustomResourceOptions) {
    const outputs = { privateJwk: undefined, publicJwk: undefined, kid: undefined };
    super("authstack:keys:SigningKey", name, { ...args, ...outputs }, options);
  }
}
