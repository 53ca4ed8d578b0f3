import type { TObject } from "typebox";

/** An event type: its subject (which is its name), who raises it, the schema of its data, and an example. */
export interface EventDefinition {
  readonly subject: string;
  readonly description: string;
  readonly schema: TObject;
  readonly example: Readonly<Record<string, unknown>>;
}
