/** A resource as a rule sees it. In a preview, values may be `notYetKnown`. */
export interface Resource {
  /** Pulumi's token, e.g. "kubernetes:apps/v1:Deployment". */
  readonly type: string;
  /** The name that the program gave it. */
  readonly name: string;
  readonly props: unknown;
}

/** A resource that breaks a stack rule. */
export interface Finding<Of extends Resource = Resource> {
  readonly resource: Of;
  readonly message: string;
}

interface RuleText {
  /** Lower case with dashes; it is how `pulumi` and a policy configuration name the rule. */
  readonly name: string;
  /** What holds where nothing breaks it, as one sentence. */
  readonly description: string;
}

/** Looks at one resource at a time. Each message quotes what is wrong and says how to mend it. */
export interface ResourceRule extends RuleText {
  readonly scope: "resource";
  readonly check: (resource: Resource) => readonly string[];
}

/** Looks at all resources of the stack at once, because one of them answers for another. */
export interface StackRule extends RuleText {
  readonly scope: "stack";
  readonly check: <Of extends Resource>(resources: readonly Of[]) => readonly Finding<Of>[];
}

/** A rule: a pure function and its words. */
export type Rule = ResourceRule | StackRule;
