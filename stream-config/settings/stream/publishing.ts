import { field } from "../place";
import { always, oneWay } from "../rules";
import { setting, unset, usually } from "../setting";
import { switchSetting } from "../switch";
import { choice, count, duration } from "../value";
import { refused, safe } from "../verdict";
import { stays } from "./stays";

/** What may be published and deleted, and how that is answered. */
export const publishing = {
  denyDelete: switchSetting({
    api: "deny_delete",
    description: "No message can be deleted by itself. Can't be undone.",
    change: oneWay("from now on no message can be deleted by itself; this can't be undone"),
  }),
  denyPurge: switchSetting({
    api: "deny_purge",
    description: "The stream can't be purged. Can't be undone.",
    change: oneWay("from now on the stream can't be purged; this can't be undone"),
  }),
  allowRollup: switchSetting({
    api: "allow_rollup_hdrs",
    description: "A publisher may replace all messages by one: whoever can publish can erase.",
    change: (_, to) =>
      to === true ? safe("whoever may publish one subject can then erase the stream") : stays,
  }),
  allowMessageTtl: switchSetting({
    api: "allow_msg_ttl",
    description: "A publisher may say when its message vanishes. Can't be undone.",
    change: oneWay("publishers can then set when their messages vanish; this can't be undone"),
  }),
  deleteMarkerTtl: setting({
    api: field("subject_delete_marker_ttl"),
    value: duration("How long a marker stays for a subject whose messages all aged away. Default none."),
    absent: unset,
    change: always(stays),
    samples: ["1m", "1h"],
    beside: { allowMessageTtl: true, allowRollup: true },
  }),
  allowCounter: switchSetting({
    api: "allow_msg_counter",
    description: "Messages are counters. Can't be changed.",
    change: always(refused("a stream is one of counters from the start or never")),
  }),
  allowAtomicPublish: switchSetting({
    api: "allow_atomic",
    description: "Messages may be published all or none.",
    change: always(safe("it is about publishing only")),
  }),
  allowBatchPublish: switchSetting({
    api: "allow_batched",
    description: "Messages may be published in fast batches.",
    change: always(safe("it is about publishing only")),
  }),
  allowSchedules: switchSetting({
    api: "allow_msg_schedules",
    description: "Messages may be scheduled. Can't be undone.",
    change: oneWay("publishers can then schedule messages; this can't be undone"),
    beside: { allowRollup: true },
  }),
  persistMode: setting({
    api: field("persist_mode"),
    value: choice(
      ["default", "async"],
      "Whether a message is written before it is acknowledged. Can't be changed.",
      { unsaid: "default" },
    ),
    absent: usually("default"),
    change: always(refused("the persist mode of a stream can't be changed")),
    samples: ["default", "async"],
    beside: { replicas: 1 },
  }),
  sealed: switchSetting({
    api: "sealed",
    description: "Nothing is stored, deleted or too old any more. Can't be undone.",
    change: oneWay("from now on nothing is stored, deleted or too old; this can't be undone"),
    beside: { discard: "new", denyDelete: true, denyPurge: true },
  }),
  noAck: switchSetting({
    api: "no_ack",
    description: "Publishers get no acknowledgement.",
    change: (_, to) =>
      to === true ? safe("publishers that wait for an acknowledgement then time out") : stays,
  }),
  firstSequence: setting({
    api: field("first_seq"),
    value: count("Sequence of the first message of a new stream. Default 1."),
    absent: unset,
    change: always(safe("it counts for a new stream only")),
    samples: [1, 1_000],
  }),
};
