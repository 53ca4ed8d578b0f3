/** What a stream keeps of an event type, how much that may be, and how many come per second. */
export interface KeptType {
  readonly kept: number;
  readonly limit: number;
  readonly rate: number;
}

/** Seconds for which a new event is kept: up to the maximum age, or until its type has filled its share. */
export function secondsKept(maxAge: number, { limit, rate }: KeptType): number {
  return rate === 0 ? maxAge : Math.min(maxAge, limit / rate);
}

/** What a consumer has not acknowledged, and how old the oldest of it may be at most, in seconds. */
export interface Unread {
  readonly messages: number;
  readonly oldestAge: number;
}

/**
 * Seconds until the oldest event that a consumer has not acknowledged is discarded, if it acknowledges nothing more: by
 * its age, or because newer ones of its type push it out. What it is not known to have is taken for the worst: all of the
 * unread events may be of the type that fills up first. With nothing unread it is how long the consumer may be away.
 */
export function secondsUntilDiscard(maxAge: number, types: readonly KeptType[], unread: Unread): number {
  const byShare = types.map(({ kept, limit, rate }) =>
    rate === 0 ? maxAge : (limit - Math.min(unread.messages, kept)) / rate,
  );
  return Math.max(0, Math.min(maxAge - unread.oldestAge, ...byShare));
}

/** The first and the last message of a stream. Times are seconds since the epoch. */
export interface Ends {
  readonly first: { readonly sequence: number; readonly at: number };
  readonly last: { readonly sequence: number; readonly at: number };
}

/** About when the message with a sequence was stored, as if messages had come evenly. */
export function storedAt(sequence: number, { first, last }: Ends): number {
  if (last.sequence <= first.sequence) return first.at;
  const share = (sequence - first.sequence) / (last.sequence - first.sequence);
  return first.at + Math.min(1, Math.max(0, share)) * (last.at - first.at);
}
