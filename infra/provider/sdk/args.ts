import type { Input } from "@pulumi/pulumi";
import type { Immutable } from "../../../stream-config";

/** The arguments of a resource class: the provider's inputs, each of which may come from another resource's output. */
export type Args<Inputs> = { readonly [Name in keyof Inputs]: Input<Immutable<Inputs[Name]>> };
