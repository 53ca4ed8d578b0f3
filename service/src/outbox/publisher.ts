import { performance } from "node:perf_hooks";
import { headersOf } from "../../../stream-config";
import { headers, type MsgHdrs } from "../nats/client";
import { describeNatsError } from "../nats/error";
import type { NatsLink } from "../nats/link";
import { isFinal } from "./publish-errors";
import type { StoredEntry } from "./stored-entry";

/** Why an attempt failed: a code from a small set, and the reason in words. "refused": trying again can't help. */
export interface PublishFailure {
  readonly kind: "failed" | "refused";
  readonly code: string;
  readonly error: string;
}

/** The stream has the event, so many seconds after it was sent. */
export interface Published {
  readonly kind: "published";
  readonly seconds: number;
}

/** What became of an attempt to publish. */
export type PublishOutcome = Published | PublishFailure;

const ackTimeoutMilliseconds = 3_000;
const notConnected: PublishFailure = {
  kind: "failed",
  code: "DISCONNECTED",
  error: "NATS is not connected",
};

/** Publishes an entry and waits for JetStream's acknowledgement. Its id lets the stream drop a repeat. Never throws. */
export async function publishEntry(link: NatsLink, entry: StoredEntry): Promise<PublishOutcome> {
  const { current, isConnected } = link;
  if (current === undefined || !isConnected) return notConnected;
  try {
    const sent = performance.now();
    const options = { headers: toHeaders(entry), timeout: ackTimeoutMilliseconds };
    await current.jetstream.publish(entry.event.subject, entry.body, options);
    return { kind: "published", seconds: (performance.now() - sent) / 1000 };
  } catch (error) {
    return { kind: isFinal(error) ? "refused" : "failed", ...describeNatsError(error) };
  }
}

/** The headers that an event is published with. What is not known of it is left out. */
export function toHeaders(entry: StoredEntry): MsgHdrs {
  const all = headers();
  for (const [name, value] of Object.entries(headersOf(entry, entry.event))) {
    if (value) all.append(name, value);
  }
  return all;
}
