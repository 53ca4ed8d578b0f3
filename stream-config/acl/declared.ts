import type { ConsumerDefinition, consumers } from "../consumers";
import type { EventDefinition } from "../events";
import type { StreamDefinition, streams } from "../streams";

/** What grants can be about: all of a contract but its users. */
export interface Declared {
  readonly streams: readonly StreamDefinition[];
  readonly consumers: readonly ConsumerDefinition[];
  readonly events: readonly EventDefinition[];
}

/** A stream of this stack's contract. */
export type DeclaredStream = (typeof streams)[number];

/** One that holds copies of events. */
export type CopiesStream = Extract<DeclaredStream, { readonly holds: "copies" }>;

/** A durable consumer of this stack's contract. */
export type DeclaredConsumer = (typeof consumers)[number];

/** One of the consumers of a stream. */
export type ConsumerOn<Stream extends DeclaredStream> = Extract<
  DeclaredConsumer,
  { readonly stream: Stream["name"] }
>;
