import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";
import { toReason } from "../../consumer/src/outcome";

/** https://github.com/nats-io/jsm.go/tree/main/schemas/jetstream/advisory/v1 (max_deliver, terminated) */
const advisory = Type.Object({
  type: Type.String(),
  id: Type.String(),
  timestamp: Type.String(),
  stream: Type.String(),
  consumer: Type.String(),
  stream_seq: Type.Integer({ minimum: 1 }),
  deliveries: Type.Integer({ minimum: 0 }),
  reason: Type.Optional(Type.String()),
});
const validator = Compile(advisory);

/** A message that a consumer gave up, as the server told it. */
export type Advisory = Static<typeof advisory>;

/** Reads the body of an advisory; undefined when it is none of these. */
export function parseAdvisory(body: string): Advisory | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return validator.Check(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Why the message was given up: in the consumer's own words, of which it may send any, or what the server knows. */
export function reasonOf({ type, reason = "", deliveries }: Advisory): string {
  if (toReason(reason) !== "") return toReason(reason);
  return type.endsWith(".terminated")
    ? "terminated by its consumer without a reason"
    : `not acknowledged in ${deliveries} deliveries`;
}
