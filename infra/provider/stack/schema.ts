import { Type } from "typebox";
import { settingKeys } from "./changes";

const setting = Type.Optional(Type.Union([Type.String(), Type.Integer()]));

/** Settings by their key in the stack's configuration. */
export const settingsSchema = Type.Object(Object.fromEntries(settingKeys.map((key) => [key, setting])), {
  additionalProperties: false,
  description: "Settings by their key in the stack's configuration, e.g. nats.replicas",
});
