import { type ConsumerSettings, consumerSettings } from "../../../../stream-config";
import { type Step, sampleSteps, steps } from "./steps";

/** A change of a consumer's settings; what is left out has its default. */
export type ConsumerCase = Step<ConsumerSettings>;

/** It has no other name; its filters are for what is stored; one server has one copy; a policy needs a group. */
const notSampled = ["stream", "name", "filterSubjects", "replicas", "priorityGroups"] as const;

const grouped = { priorityPolicy: "overflow", priorityGroups: ["one"] } as const;

/** Every field but the names: raised, lowered, set and unset, where the field has such a thing. */
export const consumerCases: readonly ConsumerCase[] = [
  ...sampleSteps<ConsumerSettings>(consumerSettings, notSampled),
  ...steps<ConsumerSettings>(
    {},
    { filterSubjects: ["m.a"] },
    { filterSubjects: ["m.a", "m.b"] },
    { filterSubjects: ["m.c"] },
  ),
  ...steps<ConsumerSettings>(
    {},
    { startFrom: "new" },
    { startFrom: "sequence 5" },
    { startFrom: "sequence 6" },
  ),
  ...steps<ConsumerSettings>(
    {},
    { startFrom: "time 2026-01-01T00:00:00Z" },
    { startFrom: "time 2026-01-02T00:00:00Z" },
  ),
  ...steps<ConsumerSettings>(
    {},
    { ackWait: "1s", backoff: ["1s", "2s"], maxDeliver: 5 },
    { ackWait: "5s", backoff: ["5s"], maxDeliver: 5 },
  ),
  ...steps<ConsumerSettings>({}, { maxDeliver: 1 }),
  ...steps<ConsumerSettings>({}, { maxAckPending: 2 }),
  ...steps<ConsumerSettings>({}, { replicas: 1 }),
  ...steps<ConsumerSettings>(
    {},
    { pauseUntil: "2098-01-01T00:00:00Z" },
    { pauseUntil: "2099-01-01T00:00:00Z" },
  ),
  ...steps<ConsumerSettings>({}, { ...grouped }, { ...grouped, priorityGroups: ["two", "three"] }),
];

/** Servers that hold the position of a consumer of a stream with three copies. */
export const copyCases: readonly ConsumerCase[] = steps<ConsumerSettings>(
  {},
  { replicas: 3 },
  { replicas: 1 },
);
