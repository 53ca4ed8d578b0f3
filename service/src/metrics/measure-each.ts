import { Gauge, type Registry } from "prom-client";

/** A gauge and the label that says whose value it has. */
export interface Measure {
  readonly name: string;
  readonly help: string;
  readonly label: string;
}

/** A gauge with one value for each answer, which says whose value it is. */
export function measureEach<Info>(
  registry: Registry,
  { name, help, label }: Measure,
  ask: () => Promise<readonly Info[]>,
  read: (info: Info) => readonly [whose: string, value: number],
): void {
  new Gauge({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    async collect() {
      const infos = await ask();
      this.reset();
      for (const [whose, value] of infos.map(read)) this.set({ [label]: whose }, value);
    },
  });
}
