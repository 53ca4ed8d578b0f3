import { authEventsReplay, replaySubject } from "../streams/auth-events-replay";
import type { ConsumerDefinition } from "./consumer";

const suffix = "-replay";

/**
 * The durable beside a consumer of events on which its service is given events again. Acks, deliveries and turns of
 * replicas are as for the consumer itself; what fails here becomes a dead letter too.
 */
export function replayOf<const Name extends string>(consumer: NamedConsumer<Name>) {
  const { name, ackWait, maxDeliver } = consumer;
  return {
    name: `${name}${suffix}`,
    description: `What ${name} is given again`,
    stream: authEventsReplay.name,
    filterSubjects: [replaySubject(name)],
    startFrom: "all",
    ackWait,
    maxDeliver,
    maxAckPending: 100,
    ...turnsOf(consumer),
  } as const satisfies ConsumerDefinition;
}

function turnsOf({ priorityPolicy, priorityGroups, priorityTimeout }: ConsumerDefinition) {
  return {
    ...(priorityPolicy && { priorityPolicy }),
    ...(priorityGroups && { priorityGroups }),
    ...(priorityTimeout && { priorityTimeout }),
  };
}

/** The consumer of events that a durable belongs to: itself, or the one that it gives events again to. */
export function ownerOf(durable: string): string {
  return durable.endsWith(suffix) ? durable.slice(0, -suffix.length) : durable;
}

interface NamedConsumer<Name extends string> extends ConsumerDefinition {
  readonly name: Name;
}
