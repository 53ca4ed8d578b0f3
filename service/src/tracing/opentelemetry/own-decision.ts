import { type Context, createContextKey } from "@opentelemetry/api";
import type { Sampler, SamplingResult } from "@opentelemetry/sdk-trace";

const stranger = createContextKey("the parent is a stranger's");

/** Marks a parent whose word on sampling does not count. */
export function ofStranger(context: Context): Context {
  return context.setValue(stranger, true);
}

/** Decides on spans with a stranger's parent as on those without one, and on all others by what their parent says. */
export class OwnDecisionSampler implements Sampler {
  constructor(
    private readonly root: Sampler,
    private readonly byParent: Sampler,
  ) {}

  shouldSample(...args: Parameters<Sampler["shouldSample"]>): SamplingResult {
    const [context] = args;
    const sampler = context.getValue(stranger) === true ? this.root : this.byParent;
    return sampler.shouldSample(...args);
  }

  toString(): string {
    return `OwnDecision{${this.byParent}}`;
  }
}
