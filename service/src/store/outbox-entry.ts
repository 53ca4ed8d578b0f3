import type { EventOrigin } from "../../../stream-config";
import { keys } from "./keys";

/** An event on its way into the outbox: its id, its envelope as JSON, and the request that raised it. */
export interface OutboxEntry extends EventOrigin {
  readonly body: string;
}

/** The last arguments of every script that appends an event; its key `outboxKey` is the outbox's. */
export const eventArgs = ["eventId", "eventBody", "traceparent", "requestId"] as const;

/** Lua: appends the event to the outbox; an empty id means that there is none. Part of every state change. */
export const appendEvent = `
local function append()
  if eventId == '' then return end
  redis.call('XADD', outboxKey, '*',
    'id', eventId, 'body', eventBody, 'traceparent', traceparent, 'requestId', requestId)
end
`;

const none: OutboxEntry = { id: "", body: "", traceparent: "", requestId: "" };

/** What a script that appends an event is given for it. */
export function eventGiven({ id, body, traceparent, requestId }: OutboxEntry = none) {
  return { outboxKey: keys.outbox, eventId: id, eventBody: body, traceparent, requestId };
}
