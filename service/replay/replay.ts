import { setTimeout as sleep } from "node:timers/promises";
import { Type } from "typebox";
import { authEventsReplay, replayHeader, replaySubject } from "../../stream-config";
import { copyHeaders } from "../consumer/src/headers";
import { type Operator, readSelected } from "./reader";
import { type Recipient, subjectsFor } from "./recipient";
import type { Selection } from "./selection";

/** What a replay would do. */
export interface Plan {
  readonly events: number;
  readonly byType: Readonly<Record<string, number>>;
  /** The last event that is selected: with `last` at it the selection grows no more. */
  readonly last: number;
}

/** From the beginning of a replay, for how long it can go on without sending an event twice. */
export const resumableFor = authEventsReplay.duplicateWindow;

/** Schema of the id of a replay that was interrupted and is to go on. */
export const replayIdSchema = Type.String({
  format: "uuid",
  description: `Of a replay of the same events that was interrupted and goes on, within ${resumableFor} of its beginning`,
});

/** A replay to be made. */
export interface Replay {
  /** Names it: a handler tells the replayed event from the first by it, and a second event of the same replay is dropped. */
  readonly id: string;
  readonly selection: Selection;
  readonly recipient: Recipient;
  /** Events, as the plan said. */
  readonly confirmed: number;
  readonly perSecond: number;
}

/** Other events are selected than were confirmed; nothing was sent. */
export class ReplayCountError extends Error {
  override readonly name = "ReplayCountError";

  constructor(
    readonly confirmed: number,
    readonly found: number,
  ) {
    super(`${confirmed} events were confirmed, but ${found} are selected; nothing was sent`);
  }
}

/** Some of the events were sent, or none; `cause` says what interrupted it. */
export class ReplayInterruptedError extends Error {
  override readonly name = "ReplayInterruptedError";

  constructor(
    readonly id: string,
    options: { readonly cause: unknown },
  ) {
    super(
      `the replay ${id} was interrupted; made again with this id within ${resumableFor} of its beginning it goes on`,
      options,
    );
  }
}

/**
 * Says what a replay of the selection would do: the consumer's filters hold whatever is selected. Throws
 * NotForRecipientError, DirectReadError or NatsError.
 */
export async function planReplay(
  operator: Operator,
  recipient: Recipient,
  selection: Selection,
): Promise<Plan> {
  const subjects = subjectsFor(recipient, selection.type);
  const byType: Record<string, number> = {};
  let [events, last] = [0, 0];
  for await (const { subject, sequence } of readSelected(operator, selection, subjects)) {
    byType[subject] = (byType[subject] ?? 0) + 1;
    events += 1;
    last = sequence;
  }
  return { events, byType, last };
}

/**
 * Gives the consumer's service the selected events again, no faster than told; nobody else gets them, and nothing is
 * published under `auth.user.*`. Made again with the same id it sends all events again, of which the stream drops those
 * that it got within its duplicate window. Throws NotForRecipientError, ReplayCountError, DirectReadError or NatsError
 * before anything was sent, and then ReplayInterruptedError, e.g. when the stream of replays is full or the signal is aborted.
 */
export async function runReplay(operator: Operator, replay: Replay, signal?: AbortSignal): Promise<void> {
  const { id, recipient, selection, confirmed } = replay;
  const { events } = await planReplay(operator, recipient, selection);
  if (events !== confirmed) throw new ReplayCountError(confirmed, events);
  try {
    await sendSelected(operator, replay, signal);
  } catch (cause) {
    throw new ReplayInterruptedError(id, { cause });
  }
}

async function sendSelected(operator: Operator, replay: Replay, signal: AbortSignal | undefined) {
  const { id, selection, recipient, perSecond } = replay;
  const subjects = subjectsFor(recipient, selection.type);
  const jetstream = operator.connection.jetstream();
  const pace = paceOf(perSecond, signal);
  for await (const message of readSelected(operator, selection, subjects)) {
    await pace();
    const headers = copyHeaders(message.headers);
    headers.set(replayHeader, id);
    const msgID = `${id} ${message.sequence} ${recipient.name}`;
    await jetstream.publish(replaySubject(recipient.name), message.body, { headers, msgID });
  }
}

/** Resolves no more often per second than told; rejects when the signal is aborted. */
function paceOf(perSecond: number, signal: AbortSignal | undefined): () => Promise<void> {
  const begun = performance.now();
  let taken = 0;
  return async () => {
    const wait = begun + (taken * 1_000) / perSecond - performance.now();
    taken += 1;
    signal?.throwIfAborted();
    if (wait > 0) await sleep(wait, undefined, { signal });
  };
}
