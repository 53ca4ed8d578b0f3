import type { TObject } from "typebox";

/** An event type: its subject (which is its name), who raises it, the schema of its data, and an example. */
export interface EventDefinition {
  readonly subject: string;
  readonly description: string;
  /** Who answers for it: a handle of a person or team where the code is hosted, e.g. "@acme/billing". Reviews mention it. */
  readonly owner?: string;
  readonly schema: TObject;
  readonly example: Readonly<Record<string, unknown>>;
}
