import { type Static, Type } from "typebox";

/** Schema of who published an event. */
export const eventMetadata = Type.Object({
  service: Type.String({ description: "Name of the publishing service" }),
  version: Type.String({ description: "Its version" }),
  environment: Type.String({ description: "Where it runs, e.g. production" }),
});

/** Who published an event. */
export type EventMetadata = Readonly<Static<typeof eventMetadata>>;

/** The JSON body of every message. Its event id is the header `Nats-Msg-Id`. */
export interface EventEnvelope<Data = unknown> {
  readonly subject: string;
  readonly data: Data;
  readonly metadata: EventMetadata;
}
