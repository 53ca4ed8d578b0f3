import type { Properties } from "../codec";
import { decodeFields, encodeFields, encodeFieldsOnto, otherSettings } from "../wire";
import { type ConsumerSettings, consumerSettings } from ".";

/** A durable consumer as it is, and its live settings, by API name, that a program can't say. */
export type LiveConsumer = ConsumerSettings & { readonly otherSettings?: Properties };

/** What every consumer of this project has. */
const fixed = { ack_policy: "explicit" } as const;

/** Settings that the server never changes and a program can't say, by API name. */
export const unchangeable: readonly string[] = [
  "ack_policy",
  "deliver_policy",
  "flow_control",
  "idle_heartbeat",
  "deliver_subject",
];

/** The consumer as JetStream's API takes it. Throws UnitError. */
export function encodeConsumer(consumer: ConsumerSettings): Properties {
  return { ...encodeFields(consumerSettings, consumer), ...fixed };
}

/** The same for a consumer that is there: what means the same is sent as it is live. */
export function encodeConsumerOnto(consumer: ConsumerSettings, live: Properties): Properties {
  return { ...encodeConsumer(consumer), ...encodeFieldsOnto(consumerSettings, consumer, live) };
}

/** A consumer in an answer of JetStream's API, as a program would write it. */
export function decodeConsumer(stream: string, config: Properties): LiveConsumer {
  const fields: ConsumerSettings = decodeFields(consumerSettings, config);
  const others = othersOf(config, fields);
  return {
    stream,
    ...fields,
    // The server has no other, and leaves none at all out.
    ...(fields.backoff?.[0] !== undefined && { ackWait: fields.backoff[0] }),
    ...(others && { otherSettings: others }),
  };
}

/** A starting point that a program can't say is left among the other settings. The API has the name twice. */
function othersOf(
  { name: _, ...config }: Properties,
  { startFrom }: ConsumerSettings,
): Properties | undefined {
  const others = otherSettings(consumerSettings, fixed, config);
  if (startFrom !== undefined || config.deliver_policy === undefined) return others;
  return { ...others, deliver_policy: config.deliver_policy };
}
