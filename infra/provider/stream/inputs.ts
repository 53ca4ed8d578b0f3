import { type Static, Type } from "typebox";
import { streamSettings } from "../../../stream-config";
import { schemasOf } from "../../../stream-config/settings/setting";
import { acknowledgeDataLoss } from "../settings/acknowledge";

function optionalFolder(description: string) {
  return Type.Optional(Type.String({ minLength: 1, description }));
}

/**
 * Inputs of Stream: every setting of JetStream. Durations are whole numbers of ms, s, m, h or d ("7d"), or us and ns; sizes are
 * decimal ("100MB" is 100,000,000 bytes, units B, kB, MB, GB). What is empty or 0 is not set. https://docs.nats.io/nats-concepts/jetstream/streams
 */
export const streamInputs = Type.Object(
  {
    ...schemasOf(streamSettings),
    deletionPolicy: Type.Optional(
      Type.Enum(["retain", "delete"], {
        description: "Whether the stream and its messages stay when this resource goes. Default retain.",
      }),
    ),
    acknowledgeDataLoss,
    snapshotBeforeDataLoss: optionalFolder(
      "Folder on this machine into which a snapshot is taken before a change or a deletion that loses messages; when it fails, nothing is changed. Default none.",
    ),
    restoreFrom: optionalFolder(
      "Folder of a snapshot, ours or one of the nats CLI, that the stream is made from when there is none yet. Default none.",
    ),
  },
  { additionalProperties: false },
);

/** What a program says about a stream. */
export type StreamInputs = Static<typeof streamInputs>;
