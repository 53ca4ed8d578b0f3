import { Counter, Gauge, type Registry } from "@prometheus-io/client";
import type { Definition } from "./definitions";

type Plain = Definition<"gauge", readonly []>;
type Labelled = Definition<"gauge" | "counter", readonly [string]>;

/** Has a metric looked at when it is scraped; while there is nothing to tell it has no value. */
export function measure(
  registry: Registry,
  { name, help }: Plain,
  look: () => number | undefined | Promise<number | undefined>,
): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      const value = await look();
      if (value === undefined) this.remove();
      else this.set(value);
    },
  });
}

/** A metric that is 1 while something holds, and else 0. */
export function measureState(registry: Registry, definition: Plain, holds: () => boolean): void {
  measure(registry, definition, () => (holds() ? 1 : 0));
}

/** Has a metric with one label looked at when it is scraped; `look` tells each value and whose it is. */
export function measureEach(
  registry: Registry,
  { kind, name, help, labels }: Labelled,
  look: () => Promise<Iterable<readonly [whose: string, value: number]>>,
): void {
  const [label] = labels;
  const Metric = kind === "counter" ? Counter : Gauge;
  new Metric({
    name,
    help,
    labelNames: labels,
    registers: [registry],
    async collect() {
      const values = await look();
      this.reset();
      for (const [whose, value] of values) this.inc({ [label]: whose }, value);
    },
  });
}
