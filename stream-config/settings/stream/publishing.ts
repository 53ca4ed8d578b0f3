import { toSeconds } from "../../units";
import { field } from "../place";
import { always, amount } from "../rules";
import { setting, unset, usually } from "../setting";
import { switchSetting } from "../switch";
import { choice, count, duration } from "../value";
import { refused, safe, weakens } from "../verdict";

/** What may be published and deleted, and how that is answered. */
export const publishing = {
  denyDelete: switchSetting({
    api: "deny_delete",
    description: "No message can be deleted by itself. Can't be undone.",
    on: weakens(
      "no message can be deleted by itself any more, not even one that should never have been stored",
      {
        notices: ["operators"],
        undo: "it can never be undone",
        todo: "see that nobody has to erase a single message",
      },
    ),
    off: refused("this can't be undone"),
  }),
  denyPurge: switchSetting({
    api: "deny_purge",
    description: "The stream can't be purged. Can't be undone.",
    on: weakens("it can't be emptied any more; messages go by its limits alone", {
      notices: ["operators"],
      undo: "it can never be undone",
      todo: "see that its limits are the right ones",
    }),
    off: refused("this can't be undone"),
  }),
  allowRollup: switchSetting({
    api: "allow_rollup_hdrs",
    description: "A publisher may replace all messages by one: whoever can publish can erase.",
    on: weakens("whoever may publish one subject can erase the whole stream with one message", {
      notices: ["publishers", "readers"],
      undo: "what is gone does not come back",
      todo: "leave it off unless its publishers need it",
    }),
    off: weakens("a message that is to replace others is refused with an error", {
      notices: ["publishers"],
      when: "from the next message on",
      todo: "see that no publisher rolls up",
    }),
  }),
  allowMessageTtl: switchSetting({
    api: "allow_msg_ttl",
    description: "A publisher may say when its message vanishes. Can't be undone.",
    on: weakens("publishers can have messages vanish before their readers had them", {
      notices: ["readers"],
      when: "from the next message on",
      undo: "it can never be undone",
      todo: "leave it off unless its publishers need it",
    }),
    off: refused("this can't be undone"),
  }),
  deleteMarkerTtl: setting({
    api: field("subject_delete_marker_ttl"),
    value: duration("How long a marker stays for a subject whose messages all aged away. Default none."),
    absent: unset,
    change: amount(toSeconds, {
      set: safe("its readers get a message without data when the last one of a subject has aged away", {
        notices: ["readers"],
      }),
      raised: safe("those messages stay for longer"),
      lowered: safe("those messages go sooner, and a reader that is away for longer misses them", {
        notices: ["readers"],
      }),
      unset: weakens("its readers are not told any more that the last message of a subject has aged away", {
        notices: ["readers"],
        when: "from the next message on",
        todo: "see that no reader waits for it",
      }),
    }),
    samples: ["1m", "1h"],
    beside: { allowMessageTtl: true, allowRollup: true },
  }),
  allowCounter: switchSetting({
    api: "allow_msg_counter",
    description: "Messages are counters. Can't be changed.",
    on: refused("a stream is one of counters from the start or never"),
    off: refused("a stream is one of counters from the start or never"),
  }),
  allowAtomicPublish: switchSetting({
    api: "allow_atomic",
    description: "Messages may be published all or none.",
    on: safe("publishers may send messages that are stored all or none"),
    off: ofPublishers("messages that are to be stored all or none"),
  }),
  allowBatchPublish: switchSetting({
    api: "allow_batched",
    description: "Messages may be published in fast batches.",
    on: safe("publishers may send messages in fast batches"),
    off: ofPublishers("messages in fast batches"),
  }),
  allowSchedules: switchSetting({
    api: "allow_msg_schedules",
    description: "Messages may be scheduled. Can't be undone.",
    on: weakens("publishers can have messages come later, and again and again", {
      notices: ["readers"],
      when: "from the next message on",
      undo: "it can never be undone",
      todo: "leave it off unless its publishers need it",
    }),
    off: refused("this can't be undone"),
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
    on: weakens(
      "nothing is ever stored in it again: publishers get an error. Nothing in it is deleted or too old any more, personal data neither",
      {
        notices: ["publishers", "readers"],
        undo: "it can never be undone",
        todo: "move its publishers to another stream first",
      },
    ),
    off: refused("this can't be undone"),
    beside: { discard: "new", denyDelete: true, denyPurge: true },
  }),
  noAck: switchSetting({
    api: "no_ack",
    description: "Publishers get no acknowledgement.",
    on: weakens(
      "publishers are not told whether a message was stored: who waits for it times out, and who does not can't know that one was lost",
      {
        notices: ["publishers"],
        when: "from the next message on",
        todo: "leave it off where messages matter",
      },
    ),
    off: safe("publishers are told again that a message was stored", { notices: ["publishers"] }),
  }),
  firstSequence: setting({
    api: field("first_seq"),
    value: count("Sequence of the first message of a new stream. Default 1."),
    absent: unset,
    change: always(safe("it counts when the stream is created, and never after")),
    samples: [1, 1_000],
  }),
};

function ofPublishers(what: string) {
  return weakens(`${what} are refused with an error`, {
    notices: ["publishers"],
    when: "from the next message on",
    todo: "see that no publisher sends them",
  });
}
