import type { EventEnvelope } from "../../../stream-config";
import type { OutboxEntry } from "../store/outbox-entry";

/** An event as it lies in the outbox. */
export interface StoredEntry extends OutboxEntry {
  /** Id in the Redis stream: milliseconds since the epoch, then a counter. */
  readonly streamId: string;
  readonly event: EventEnvelope<{ readonly userId: string; readonly timestamp: string }>;
}

/** Something in the outbox that is no event. Only a hand or another program can have put it there. */
export interface UnreadableEntry {
  readonly streamId: string;
  readonly unreadable: true;
}

/** What can lie in the outbox. */
export type Entry = StoredEntry | UnreadableEntry;

/** White space in a subject would break the connection's protocol. */
const isSubject = /^[\w.-]+$/;

/** Reads the fields of a stream entry: name, value, name, value … */
export function parseEntry(streamId: string, fields: readonly string[]): Entry {
  const id = field(fields, "id");
  const body = field(fields, "body");
  const event = parseEvent(body);
  if (event === undefined || id === "") return { streamId, unreadable: true };
  const origin = { traceparent: field(fields, "traceparent"), requestId: field(fields, "requestId") };
  return { streamId, id, body, event, ...origin };
}

/** Milliseconds since the epoch, by Redis's clock, at which the entry was written. */
export function writtenAt({ streamId }: { readonly streamId: string }): number {
  return Number.parseInt(streamId, 10);
}

function field(fields: readonly string[], name: string): string {
  const index = fields.indexOf(name);
  return index === -1 ? "" : (fields[index + 1] ?? "");
}

function parseEvent(body: string): StoredEntry["event"] | undefined {
  try {
    const event = JSON.parse(body);
    return isEvent(event) ? event : undefined;
  } catch {
    return undefined;
  }
}

function isEvent({ subject, data, metadata }: Partial<StoredEntry["event"]>): boolean {
  const texts = [data?.userId, data?.timestamp, metadata?.service];
  return isSubject.test(subject ?? "") && texts.every((text) => typeof text === "string");
}
