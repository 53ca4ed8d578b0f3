import * as pulumi from "@pulumi/pulumi";
import type { StackSettingsInputs } from "../stack/settings";
import type { Args } from "./args";

/** The settings of a stack whose change would lose something: one that would is refused at preview. */
export class StackSettings extends pulumi.CustomResource {
  constructor(name: string, args: Args<StackSettingsInputs>, options?: pulumi.CustomResourceOptions) {
    super("authstack:stack:Settings", name, { ...args }, options);
  }
}
