import type { TObject } from "typebox";
import type { CheckFailure, Properties, Resource } from "./resource";

/** A provider: its resources, and how it is configured. */
export interface Provider {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly config: TObject;
  readonly secretConfig: readonly string[];
  /** Finds what the schema of the configuration can't say. */
  checkConfig(config: Properties): readonly CheckFailure[];
  /** Takes the configuration; the resources may be used afterwards. */
  configure(config: Properties): void;
  readonly resources: readonly Resource[];
  /** Ends what is under way and lets go of connections. */
  close(): Promise<void>;
}
