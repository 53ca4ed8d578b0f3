import { type Static, Type } from "typebox";
import { consumerSettings } from "../../../stream-config";
import { schemasOf } from "../../../stream-config/settings/setting";
import { acknowledgeDataLoss } from "../settings/acknowledge";
import type { OtherSettings } from "../settings/other-settings";

/** Inputs of Consumer. https://docs.nats.io/nats-concepts/jetstream/consumers */
export const consumerInputs = Type.Object(
  {
    ...schemasOf(consumerSettings),
    deletionPolicy: Type.Optional(
      Type.Enum(["retain", "delete"], {
        description: "Whether the consumer and its position stay when this resource goes. Default retain.",
      }),
    ),
    acknowledgeDataLoss,
  },
  { additionalProperties: false },
);

/** What a program says about a durable consumer. */
export type ConsumerInputs = Static<typeof consumerInputs>;

/** A durable consumer as it is. */
export type ConsumerState = ConsumerInputs & OtherSettings;
