import type { Input } from "@pulumi/pulumi";

/** The arguments of a resource class: the provider's inputs, each of which may come from another resource's output. */
export type Args<Inputs> = { readonly [Name in keyof Inputs]: Input<Immutable<Inputs[Name]>> };

type Immutable<Value> = Value extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : Value extends object
    ? { readonly [Name in keyof Value]: Immutable<Value[Name]> }
    : Value;
