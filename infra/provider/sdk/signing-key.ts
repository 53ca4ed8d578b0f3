import * as pulumi from "@pulumi/pulumi";
import type { SigningKeyInputs } from "../keys/signing-key";
import type { Args } from "./args";

/** Ed25519 keys that sign access tokens: the newest, and those before it whose tokens can be valid. */
export class SigningKey extends pulumi.CustomResource {
  /** The newest, a JWK in JSON; a secret. */
  declare readonly privateJwk: pulumi.Output<string>;
  /** The newest, a JWK in JSON, fit for a JWKS. */
  declare readonly publicJwk: pulumi.Output<string>;
  /** The newest key's RFC 7638 thumbprint. */
  declare readonly kid: pulumi.Output<string>;
  /** The keys before, a JSON list of JWKs; a secret. */
  declare readonly previousJwks: pulumi.Output<string | undefined>;

  constructor(name: string, args: Args<SigningKeyInputs>, options?: pulumi.CustomResourceOptions) {
    const outputs = { privateJwk: undefined, publicJwk: undefined, kid: undefined, previousJwks: undefined };
    super("authstack:keys:SigningKey", name, { ...args, ...outputs }, options);
  }
}
