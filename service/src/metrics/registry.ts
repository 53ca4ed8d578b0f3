import { Counter, collectDefaultMetrics, Histogram, Registry } from "@prometheus-io/client";
import { counted, type Definition, type HistogramDefinition } from "./definitions";

type Counted = typeof counted;

type MetricOf<Of> =
  Of extends HistogramDefinition<infer Labels>
    ? Histogram<Labels[number]>
    : Of extends Definition<"counter", infer Labels>
      ? Counter<Labels[number]>
      : never;

/** The registry, and what counts and times by the names of `counted`. */
export type Metrics = { readonly registry: Registry } & {
  readonly [Name in keyof Counted]: MetricOf<Counted[Name]>;
};

/** A registry of its own with what is counted and timed, and with metrics of the process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  measureProcess(registry);
  const metrics = Object.entries(counted).map(([name, definition]) => [name, create(registry, definition)]);
  return { registry, ...Object.fromEntries(metrics) };
}

function create(registry: Registry, definition: Counted[keyof Counted]): Counter | Histogram {
  const { name, help, labels } = definition;
  const options = { name, help, labelNames: labels, registers: [registry] };
  if (definition.kind === "counter") return new Counter(options);
  return new Histogram({ ...options, buckets: [...definition.buckets] });
}

/** Beyond what a timer can wait for, so that what is left out is not sampled either. */
const never = 2 ** 31 - 1;

/** Of the process and of Node.js, but for the event loop's utilisation: it would be sampled ten times a second. */
function measureProcess(registry: Registry): void {
  collectDefaultMetrics({ register: registry, eventLoopUtilizationTimeout: never });
  registry.removeSingleMetric("nodejs_eventloop_utilization_summary");
  registry.removeSingleMetric("nodejs_eventloop_utilization_histogram");
}
