import { authEventsReplay, replaySubject } from "../streams/auth-events-replay";
import type { ConsumerDefinition } from "./consumer";

const suffix = "-replay";

/**
 * The durable beside a consumer of events on which its service is given events again. Acks and deliveries are as for the
 * consumer itself; what fails here becomes a dead letter too.
 */
export function replayOf<const Name extends string>({ name, ackWait, maxDeliver }: NamedConsumer<Name>) {
  return {
    name: `${name}${suffix}`,
    description: `What ${name} is given again`,
    stream: authEventsReplay.name,
    filterSubjects: [replaySubject(name)],
    startFrom: "all",
    ackWait,
    maxDeliver,
    maxAckPending: 100,
  } as const satisfies ConsumerDefinition;
}

/** The consumer of events that a durable belongs to: itself, or the one that it gives events again to. */
export function ownerOf(durable: string): string {
  return durable.endsWith(suffix) ? durable.slice(0, -suffix.length) : durable;
}

interface NamedConsumer<Name extends string> extends ConsumerDefinition {
  readonly name: Name;
}
