import { type ConsumerDefinition, consumers } from "./consumers";
import { type EventDefinition, events } from "./events";
import { type StreamDefinition, streams } from "./streams";
import { type UserDefinition, users } from "./users";

/** All that a stack agrees on with its clients: what is rendered, validated and reviewed. */
export interface Contract {
  readonly streams: readonly StreamDefinition[];
  readonly consumers: readonly ConsumerDefinition[];
  readonly users: readonly UserDefinition[];
  readonly events: readonly EventDefinition[];
}

/** The contract that this stack ships. */
export const contract = { streams, consumers, users, events } as const satisfies Contract;
