import { consumerDefaults, consumerSettings } from "../../../stream-config";
import type { Checked, CheckFailure } from "../resource";
import { normalise } from "../settings/normalise";
import type { ConsumerInputs } from "./inputs";

type Given = Partial<ConsumerInputs>;

/** Without a position its client would be given every message again. */
const defaults = { ...consumerDefaults, filterSubjects: [], deletionPolicy: "retain" } satisfies Given;

/** Fills in defaults and finds settings that contradict each other. */
export function checkConsumer(given: Given): Checked {
  const { inputs, failures } = normalise(consumerSettings, given);
  const complete: Given = { ...defaults, ...implied(inputs), ...inputs };
  return {
    inputs: complete,
    failures: failures.length > 0 ? failures : rules.flatMap((rule) => rule(complete)),
  };
}

/** What the server sets along with a setting, written out so that it shows. */
function implied({ backoff: [ackWait] = [], priorityPolicy }: Given): Given {
  return {
    ...(ackWait !== undefined && { ackWait }),
    ...(priorityPolicy === "pinned_client" && { priorityTimeout: "2m" }),
  };
}

/** What the server would refuse, or silently set otherwise. */
const rules: readonly ((consumer: Given) => CheckFailure[])[] = [
  ({ backoff, ackWait }) =>
    backoff !== undefined && ackWait !== backoff[0]
      ? failure("ackWait", `"${ackWait}" isn't the first of backoff; leave it out`)
      : [],
  ({ backoff = [], maxDeliver = Number.POSITIVE_INFINITY }) =>
    backoff.length > maxDeliver ? failure("backoff", `has more entries than maxDeliver, ${maxDeliver}`) : [],
  ({ priorityPolicy, priorityGroups }) =>
    priorityPolicy !== "none" && priorityGroups === undefined
      ? failure("priorityGroups", `is missing; priorityPolicy "${priorityPolicy}" needs one`)
      : [],
  ({ priorityPolicy, priorityGroups, priorityTimeout }) =>
    priorityPolicy === "none" && (priorityGroups !== undefined || priorityTimeout !== undefined)
      ? failure("priorityPolicy", '"none" has neither priorityGroups nor priorityTimeout')
      : [],
];

function failure(property: string, reason: string): CheckFailure[] {
  return [{ property, reason }];
}
