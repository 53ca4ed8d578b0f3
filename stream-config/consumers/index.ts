import { analytics } from "./analytics";
import { deadLetters } from "./dead-letters";
import { notifications } from "./notifications";
import { oneReplicaAtATime } from "./one-replica";
import { ownerOf, replayOf } from "./replays";
import { securityMonitor } from "./security-monitor";

export type { ConsumerDefinition } from "./consumer";
export { analytics, deadLetters, notifications, oneReplicaAtATime, ownerOf, replayOf, securityMonitor };

/** The durables on which services get their events. */
export const eventConsumers = [notifications, analytics, securityMonitor] as const;

/** The durables on which they are given events again. */
export const replayConsumers = eventConsumers.map(replayOf);

/** The consumers whose services can be given events again. */
export const replayable: readonly string[] = eventConsumers.map(({ name }) => name);

/** Every durable consumer that the stack declares. */
export const consumers = [...eventConsumers, ...replayConsumers, deadLetters] as const;
