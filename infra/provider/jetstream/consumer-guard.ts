import { type Difference, describeChange } from "../../../stream-config";
import { ProviderError, UnreachableError } from "../errors";
import type { Call } from "../resource";
import { allowing, isAcknowledged } from "./acknowledge";
import type { ConsumerInputs } from "./consumer-fields";
import { type JetStream, JetStreamError } from "./jetstream";
import { thousands } from "./stream-loss";

/**
 * Keeps a consumer from being replaced unforeseen. The engine announces a replacement by a diff and then deletes the old
 * consumer as if it were declared no more, so what the diff found is kept for the deletion.
 */
export interface ReplacementGuard {
  /** Shows what the replacement means; to be called with no changes when there is none. */
  readonly announce: (announcement: Announcement, call: Call) => Promise<void>;
  /** What was announced has happened. */
  readonly forget: (call: Call) => void;
  /** Throws ProviderError when the last diff announced a replacement that isn't acknowledged. */
  readonly refuse: (call: Call) => void;
}

/** A consumer, by its live stream and name, and the changes that it is replaced for. */
export interface Announcement {
  readonly stream: string;
  readonly name: string;
  readonly changes: readonly Difference[];
  readonly inputs: Partial<ConsumerInputs>;
}

/** A guard that knows of no replacement yet. */
export function replacementGuard(jetStream: JetStream): ReplacementGuard {
  const unforeseen = new Map<string, ProviderError>();
  return {
    announce: async ({ stream, name, changes, inputs }, call) => {
      unforeseen.delete(call.urn);
      if (changes.length === 0) return;
      const consequence = `${changes.map(describeChange).join("; ")}: consumer "${stream}/${name}" is replaced and loses its position; ${await describePosition(jetStream, stream, name, inputs)}`;
      const open = changes.filter((change) => !isAcknowledged(change, inputs.acknowledgeDataLoss));
      if (open.length === 0) return call.warn(`${consequence}. This is acknowledged.`);
      unforeseen.set(call.urn, refusal(consequence, open));
      call.warn(`${consequence}. The update stops unless the consumer has ${allowing(open)}.`);
    },
    forget: ({ urn }) => {
      unforeseen.delete(urn);
    },
    refuse: ({ urn }) => {
      const error = unforeseen.get(urn);
      if (error !== undefined) throw error;
    },
  };
}

function refusal(consequence: string, changes: readonly Difference[]): ProviderError {
  return new ProviderError(
    `${consequence}. It was not touched.`,
    `If that is meant, give the consumer ${allowing(changes)}; it allows exactly this.`,
  );
}

interface Position {
  readonly ack_floor: { readonly stream_seq: number };
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
  if (startFrom === "new") {
    const skipped = position.num_pending + position.num_ack_pending;
    return `the new one begins with the next message and skips ${thousands(skipped)} that aren't acknowledged`;
  }
  const { stream_seq } = position.ack_floor;
  return `the new one begins with the oldest message, so what is stored up to sequence ${stream_seq} is delivered again`;
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
