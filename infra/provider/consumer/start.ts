import { renderStart } from "../../../stream-config";
import { type Codec, count, instant } from "../../../stream-config/settings/codec";
import type { Properties } from "../resource";

/** A starting point in its one normal form. Throws UnitError. */
export const startCodec: Codec = {
  encode: (value) => (value === undefined ? undefined : decodeStart(encodeStart(String(value)))),
  decode: (value) => value,
};

/** "sequence 1042" as the API's fields. Throws UnitError. */
export function encodeStart(startFrom: string): Properties {
  const { opt_start_seq, opt_start_time, ...policy } = renderStart(startFrom);
  return {
    ...policy,
    ...(opt_start_seq !== undefined && { opt_start_seq: count.encode(opt_start_seq) }),
    ...(opt_start_time !== undefined && { opt_start_time: instant.encode(opt_start_time) }),
  };
}

/** The API's fields as "sequence 1042"; undefined for what a program can't say. */
export function decodeStart({
  deliver_policy,
  opt_start_seq,
  opt_start_time,
}: Properties): string | undefined {
  switch (deliver_policy) {
    case "all":
    case "new":
    case "last":
      return deliver_policy;
    case "last_per_subject":
      return "last per subject";
    case "by_start_sequence":
      return `sequence ${opt_start_seq}`;
    case "by_start_time":
      return `time ${instant.decode(opt_start_time)}`;
    default:
      return undefined;
  }
}
