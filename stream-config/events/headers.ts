import { type Static, Type } from "typebox";
import type { EventEnvelope } from "./envelope";

const eventId = (description: string) => Type.String({ format: "uuid", description });

/**
 * Schema of a message's headers. Those with `ce-` make it a CloudEvent in binary content mode, with the body as its
 * data. https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/nats-protocol-binding.md
 */
export const eventHeaders = Type.Object({
  "Nats-Msg-Id": eventId("Id of the event, the same in a repeat"),
  id: eventId("The same"),
  version: Type.String({
    pattern: "^[1-9]\\d*$",
    description: "Version of the event type: 2 when its name ends with _v2, 1 without",
  }),
  traceparent: Type.String({ description: "Trace of the request that raised the event, W3C Trace Context" }),
  "request-id": Type.String({ description: "Id of that request, as in the service's log" }),
  "ce-specversion": Type.Literal("1.0", { description: "Version of CloudEvents" }),
  "ce-id": eventId("Id of the event"),
  "ce-source": Type.String({ description: "Who published it, e.g. /auth-service" }),
  "ce-type": Type.String({ description: "Event type, which is the subject" }),
  "ce-time": Type.String({ format: "date-time", description: "When it happened" }),
  "ce-datacontenttype": Type.Literal("application/json", { description: "What the body is" }),
});

/** The headers of a message. */
export type EventHeaders = Readonly<Static<typeof eventHeaders>>;

/** What is known of an event besides its envelope. */
export interface EventOrigin {
  readonly id: string;
  readonly traceparent: string;
  readonly requestId: string;
}

/** The headers of an event's message. */
export function headersOf(
  { id, traceparent, requestId }: EventOrigin,
  { subject, data, metadata }: EventEnvelope<{ readonly timestamp: string }>,
): EventHeaders {
  return {
    "Nats-Msg-Id": id,
    id,
    version: versionOf(subject),
    traceparent,
    "request-id": requestId,
    "ce-specversion": "1.0",
    "ce-id": id,
    "ce-source": `/${metadata.service}`,
    "ce-type": subject,
    "ce-time": data.timestamp,
    "ce-datacontenttype": "application/json",
  };
}

/** A breaking change of an event's schema makes a new event type, so that the name of a type tells its version. */
function versionOf(subject: string): string {
  const [, version = "1"] = /_v([1-9]\d*)$/.exec(subject) ?? [];
  return version;
}
