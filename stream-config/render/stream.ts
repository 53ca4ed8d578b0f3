import type { ConsumerDefinition } from "../consumers/consumer";
import { encodeConsumer, streamSettings } from "../settings";
import type { Properties } from "../settings/codec";
import { encodeFields } from "../settings/wire";
import type { StreamDefinition } from "../streams/stream";

/** The stream as JetStream's API takes it. Durations are nanoseconds. `replicas` overrides the definition's number. */
export function renderStream(stream: StreamDefinition, replicas: number = stream.replicas) {
  return { ...rounded(encodeFields(streamSettings, { ...stream, replicas })), name: stream.name };
}

/** The durable consumer as JetStream's API takes it. */
export function renderConsumer(consumer: ConsumerDefinition) {
  return { ...rounded(encodeConsumer(consumer)), durable_name: consumer.name };
}

/** What is longer than 104 days is no longer exact to the nanosecond, and so can be written as JSON. */
function rounded(config: Properties): Properties {
  const numbers = Object.entries(config).map(([name, value]) => [
    name,
    typeof value === "bigint" ? Number(value) : value,
  ]);
  return Object.fromEntries(numbers);
}
