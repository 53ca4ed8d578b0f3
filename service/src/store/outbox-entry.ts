import type { EventOrigin } from "../../../stream-config";

/** An event on its way into the outbox: its id, its envelope as JSON, and the request that raised it. */
export interface OutboxEntry extends EventOrigin {
  readonly body: string;
}

/** The last arguments of every script that appends an event; empty ones where there is none. See `appendEvent`. */
export type EntryArguments = [id: string, body: string, traceparent: string, requestId: string];

export function entryArguments(entry: OutboxEntry | undefined): EntryArguments {
  return entry ? [entry.id, entry.body, entry.traceparent, entry.requestId] : ["", "", "", ""];
}
