import { type Codec, count, instant, instantPattern, type Properties } from "../codec";
import type { Spread } from "../place";

/** How a program writes where a consumer begins. */
export const startPattern = `^(all|new|last|last per subject|sequence [1-9]\\d*|time ${instantPattern.slice(1, -1)})$`;

/** A starting point in its one normal form. Throws UnitError. */
export const startCodec: Codec = {
  encode: (value) => (value === undefined ? undefined : decodeStart(encodeStart(String(value)))),
  decode: (value) => value,
};

/** The API's fields of a starting point. */
export const startFields: Spread = {
  kind: "spread",
  names: ["deliver_policy", "opt_start_seq", "opt_start_time"],
  encode: (value = "all") => encodeStart(String(value)),
  encodeOnto: (value = "all", live) => {
    const { deliver_policy, opt_start_seq, opt_start_time } = live;
    const isSame = decodeStart(live) === value;
    return isSame ? { deliver_policy, opt_start_seq, opt_start_time } : encodeStart(String(value));
  },
  decode: decodeStart,
};

/** "sequence 1042" as the API's fields. Throws UnitError. */
function encodeStart(startFrom: string): Properties {
  const [policy, at] = startFrom.split(" ");
  switch (policy) {
    case "sequence":
      return { deliver_policy: "by_start_sequence", opt_start_seq: count.encode(Number(at)) };
    case "time":
      return { deliver_policy: "by_start_time", opt_start_time: instant.encode(at) };
    default:
      return { deliver_policy: startFrom.replaceAll(" ", "_") };
  }
}

/** The API's fields as "sequence 1042"; undefined for what a program can't say. */
function decodeStart({ deliver_policy, opt_start_seq, opt_start_time }: Properties): string | undefined {
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
