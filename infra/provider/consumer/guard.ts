import { type Change, describeChange, thousands } from "../../../stream-config";
import { type JetStream, type JetStreamDuring, JetStreamError } from "../api/jetstream";
import { ProviderError, UnreachableError } from "../errors";
import type { Call } from "../resource";
import { allowing, isAcknowledged } from "../settings/acknowledge";
import type { ConsumerInputs } from "./inputs";
import { messagesGo } from "./interest";

/**
 * Keeps a consumer's position from being lost unforeseen. The engine announces a replacement by a diff and then deletes the old
 * consumer as if it were declared no more, so what the diff found is kept for the deletion.
 */
export interface ReplacementGuard {
  /** Shows what the changes mean; to be called with no changes when there is none. */
  readonly announce: (announcement: Announcement, call: Call) => Promise<void>;
  /** Whether the last diff announced a replacement, so that the deletion that follows is a part of it. */
  readonly replaces: (call: Call) => boolean;
  /** What was announced has happened. */
  readonly forget: (call: Call) => void;
  /** Throws ProviderError when the last diff announced a change that isn't acknowledged. */
  readonly refuse: (call: Call) => void;
}

/** A consumer, by its live stream and name, and the changes that it is replaced for. */
export interface Announcement {
  readonly stream: string;
  readonly name: string;
  readonly changes: readonly Change[];
  readonly inputs: Partial<ConsumerInputs>;
}

/** A guard that knows of no replacement yet. */
export function replacementGuard(during: JetStreamDuring): ReplacementGuard {
  const unforeseen = new Map<string, ProviderError>();
  const replaced = new Set<string>();
  return {
    announce: async ({ stream, name, changes, inputs }, call) => {
      unforeseen.delete(call.urn);
      replaced.delete(call.urn);
      if (changes.some(isReplacement)) replaced.add(call.urn);
      if (changes.length === 0) return;
      const consequence = `${changes.map(describeChange).join("; ")}: consumer "${stream}/${name}" ${await describeLoss(during(call), stream, name, changes, inputs)}`;
      const open = changes.filter((change) => !isAcknowledged(change, inputs.acknowledgeDataLoss));
      if (open.length === 0) return call.warn(`${consequence}. This is acknowledged.`);
      unforeseen.set(call.urn, refusal(consequence, open));
      call.warn(`${consequence}. The update stops unless the consumer has ${allowing(open)}.`);
    },
    replaces: ({ urn }) => replaced.has(urn),
    forget: ({ urn }) => {
      unforeseen.delete(urn);
      replaced.delete(urn);
    },
    refuse: ({ urn }) => {
      const error = unforeseen.get(urn);
      if (error !== undefined) throw error;
    },
  };
}

function refusal(consequence: string, changes: readonly Change[]): ProviderError {
  return new ProviderError(
    `${consequence}. It was not touched.`,
    `If that is meant, give the consumer ${allowing(changes)}; it allows exactly this.`,
  );
}

function isReplacement({ effect }: Change): boolean {
  return effect === "replacement";
}

async function describeLoss(
  jetStream: JetStream,
  stream: string,
  name: string,
  changes: readonly Change[],
  inputs: Partial<ConsumerInputs>,
): Promise<string> {
  if (changes.some(isReplacement)) {
    const position = await describePosition(jetStream, stream, name, inputs);
    const messages = changes.some(({ reason }) => reason === messagesGo) ? `; ${messagesGo}` : "";
    return `is replaced and loses its position; ${position}${messages}`;
  }
  return `may lose its position or messages: ${changes.map(({ reason }) => reason).join("; ")}`;
}

interface Position {
  readonly ack_floor: { readonly stream_seq: number | bigint };
  readonly num_pending: number;
  readonly num_ack_pending: number;
}

async function describePosition(
  jetStream: JetStream,
  stream: string,
  name: string,
  { startFrom }: Partial<ConsumerInputs>,
): Promise<string> {
  const position = await findPosition(jetStream, stream, name);
  if (position === undefined) return "its position isn't known";
  const stream_seq = BigInt(position.ack_floor.stream_seq);
  const open = thousands(position.num_pending + position.num_ack_pending);
  switch (startFrom) {
    case "new":
      return `the new one begins with the next message and skips ${open} that aren't acknowledged`;
    case "all":
      return `the new one begins with the oldest message, so what is stored up to sequence ${stream_seq} is delivered again (startFrom "sequence ${stream_seq + 1n}" goes on where this one is)`;
    default:
      return `the new one begins at ${startFrom}; this one has acknowledged all up to sequence ${stream_seq}, and ${open} more wait`;
  }
}

async function findPosition(
  jetStream: JetStream,
  stream: string,
  name: string,
): Promise<Position | undefined> {
  try {
    const answer = await jetStream.request(`CONSUMER.INFO.${stream}.${name}`);
    return answer as unknown as Position;
  } catch (error) {
    if (error instanceof UnreachableError || error instanceof JetStreamError) return undefined;
    throw error;
  }
}
