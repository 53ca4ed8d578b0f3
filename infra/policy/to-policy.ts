import type { PolicyResource, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import type { Resource, ResourceRule, Rule, StackRule } from "./rule";
import { plainCopy } from "./values";

/** A rule in the form that Pulumi's policy SDK runs. */
export function toPolicy(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  return rule.scope === "resource" ? toResourcePolicy(rule) : toStackPolicy(rule);
}

function toResourcePolicy({ name, description, check }: ResourceRule): ResourceValidationPolicy {
  return {
    name,
    description,
    validateResource: ({ type, name: resource, props }, report) => {
      for (const message of check({ type, name: resource, props: plainCopy(props) })) report(message);
    },
  };
}

function toStackPolicy({ name, description, check }: StackRule): StackValidationPolicy {
  return {
    name,
    description,
    validateStack: ({ resources }, report) => {
      for (const { resource, message } of check(resources.map(asSeen))) report(message, resource.urn);
    },
  };
}

function asSeen({ type, name, props, urn }: PolicyResource): Resource & { readonly urn: string } {
  return { type, name, urn, props: plainCopy(props) };
}
