import {
  bytesText,
  describeChange,
  type StreamChange,
  type StreamSettings,
  thousands,
  toBytes,
  toSeconds,
} from "../../../stream-config";
import type { JetStream } from "../api/jetstream";
import type { StreamContent } from "../api/stream-content";
import { messagesBySubject } from "./live";

/** Messages that a change would delete from a live stream, and how well their number is known. */
export interface Loss {
  readonly change: StreamChange;
  readonly messages: number;
  readonly precision: "exactly" | "about" | "up to";
  readonly content: StreamContent;
}

/**
 * What each change that loses data would delete now. Nothing is read but the stream's counters, so a shorter maxAge is
 * known within bounds only.
 */
export async function countLosses(
  jetStream: JetStream,
  name: string,
  content: StreamContent,
  changes: readonly StreamChange[],
  to: StreamSettings,
  now: Date = new Date(),
): Promise<Loss[]> {
  const losses: Loss[] = [];
  for (const change of changes.filter(({ effect }) => effect === "losesData")) {
    const subjects = change.field === "maxMessagesPerSubject" ? await messagesBySubject(jetStream, name) : [];
    losses.push({ change, content, ...count(change, content, { subjects, to, now }) });
  }
  return losses;
}

/** Whether the change certainly deletes nothing: the stream is within the new limit already. */
export function isHarmless({ messages, precision }: Loss): boolean {
  return messages === 0 && precision === "exactly";
}

/** A loss in words, with its numbers. */
export function describeLoss(loss: Loss): string {
  return `${describeChange(loss.change)}: ${loss.change.reason} (now ${describeAmount(loss)})`;
}

/** How much a loss is: "30 of its 80 messages, about 4 kB". */
export function describeAmount({ messages, precision, content }: Loss): string {
  const share = content.messages === 0 ? 0 : messages / content.messages;
  const number = `${precision === "exactly" ? "" : `${precision} `}${thousands(messages)}`;
  const size = `${precision === "up to" ? "up to" : "about"} ${bytesText(content.bytes * share)}`;
  return `${number} of its ${thousands(content.messages)} messages, ${size}`;
}

/** What a loss depends on beside the change: messages of each subject, all new settings, the time. */
interface Circumstances {
  readonly subjects: readonly number[];
  readonly to: StreamSettings;
  readonly now: Date;
}

type Count = Pick<Loss, "messages" | "precision">;

function count(
  { field, to }: StreamChange,
  content: StreamContent,
  { subjects, to: stream, now }: Circumstances,
): Count {
  switch (field) {
    case "maxMessages":
      return exactly(above(content.messages, Number(to)));
    case "maxMessagesPerSubject":
      return exactly(subjects.reduce((sum, messages) => sum + above(messages, Number(to)), 0));
    case "maxBytes":
      return byBytes(content, toBytes(String(to)));
    case "discard":
      return byLimits(content, stream);
    case "maxAge":
      return byAge(content, new Date(now.getTime() - toSeconds(String(to)) * 1_000));
    default:
      return content.consumer_count === 0 || content.messages === 0
        ? exactly(content.messages)
        : { messages: content.messages, precision: "up to" };
  }
}

function byLimits(content: StreamContent, { maxMessages = Infinity, maxBytes }: StreamSettings): Count {
  const messages = exactly(above(content.messages, maxMessages));
  const bytes = maxBytes === undefined ? exactly(0) : byBytes(content, toBytes(maxBytes));
  return bytes.messages > messages.messages ? bytes : messages;
}

/** Sizes of single messages aren't known: taken to be alike. */
function byBytes({ messages, bytes }: StreamContent, limit: number): Count {
  const excess = above(bytes, limit);
  if (excess === 0) return exactly(0);
  return { messages: Math.ceil((messages * excess) / bytes), precision: "about" };
}

/** Ages between the oldest and the newest message aren't known. */
function byAge({ messages, first_ts, last_ts }: StreamContent, oldest: Date): Count {
  if (messages === 0 || new Date(first_ts) >= oldest) return exactly(0);
  if (new Date(last_ts) < oldest) return exactly(messages);
  return { messages: messages - 1, precision: "up to" };
}

function above(amount: number, limit: number): number {
  return Math.max(0, amount - limit);
}

function exactly(messages: number): Count {
  return { messages, precision: "exactly" };
}
