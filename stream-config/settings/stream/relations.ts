import { Type } from "typebox";
import { plain as same, count as unlimited } from "../codec";
import { field } from "../place";
import { optional } from "../rules";
import { setting, unset } from "../setting";
import { structure, structures } from "../structure";
import { duration, limit, list, option, text } from "../value";
import { refused, safe, weakens } from "../verdict";
import { source, transform } from "./source";

const copies = weakens(
  "what is stored from now on is published again: whoever may subscribe to that subject in its account gets it, personal data too",
  {
    notices: ["operators"],
    when: "from the next message on",
    todo: "see who may subscribe there",
  },
);

const elsewhere = weakens(
  "messages are stored under another subject than before from now on: a consumer whose filter does not match that one never gets them",
  {
    notices: ["readers"],
    when: "from the next message on",
    todo: "change the filters of its consumers along",
  },
);

const asWritten = weakens(
  "messages are stored under the subject that they are published to from now on: a consumer whose filter does not match that one never gets them",
  {
    notices: ["readers"],
    when: "from the next message on",
    todo: "change the filters of its consumers along",
  },
);

const moved = safe("it moves to other servers in the background, while it goes on", {
  notices: ["operators"],
});

const fixedOrigin = refused("what a stream mirrors can't be added or changed");

const bounded = weakens(
  "a consumer that exceeds this is refused when it is created or changed; one that is there goes on",
  { notices: ["operators"], when: "in the next `pulumi up`", todo: "compare it with its consumers" },
);

/** What it has to do with other subjects, servers, streams and consumers. */
export const relations = {
  republish: setting({
    api: field("republish"),
    value: structure(
      {
        ...transform,
        headersOnly: { api: field("headers_only"), value: option("Without the payload."), absent: unset },
      },
      "Stored messages are published again under another subject",
    ),
    absent: unset,
    change: optional({
      set: copies,
      changed: copies,
      unset: weakens("who gets its messages under that subject gets nothing any more", {
        notices: ["operators"],
        when: "from the next message on",
        todo: "see that nobody relies on it",
      }),
    }),
    samples: [undefined, { destination: "copy.>" }],
  }),
  subjectTransform: setting({
    api: field("subject_transform"),
    value: structure(transform, "Messages are stored under another subject"),
    absent: unset,
    change: optional({ set: elsewhere, changed: elsewhere, unset: asWritten }),
    samples: [undefined, { source: "orders.old", destination: "orders.new" }],
  }),
  placement: setting({
    api: field("placement"),
    value: structure(
      {
        cluster: { api: field("cluster"), value: text("Name of the cluster"), absent: unset },
        tags: {
          api: field("tags"),
          value: list({ schema: Type.String(), codec: same }),
          absent: unset,
        },
      },
      "Which servers may hold it",
    ),
    absent: unset,
    change: optional({ set: moved, changed: moved, unset: moved }),
    samples: [undefined, { tags: ["ssd"] }],
  }),
  mirror: setting({
    api: field("mirror"),
    value: source,
    absent: unset,
    change: optional({
      set: fixedOrigin,
      changed: fixedOrigin,
      unset: weakens("it is a stream of its own: what it has stays, and no more is copied into it", {
        notices: ["readers"],
        when: "from the next message on",
        undo: "it can never be undone",
        todo: "move its readers to where messages still come",
      }),
    }),
    samples: [undefined, { name: "origin" }],
  }),
  sources: setting({
    api: field("sources"),
    value: structures(source, { description: "Streams that it is fed from" }),
    absent: unset,
    change: optional({
      set: safe("messages of other streams are copied into it; what it has stays", { notices: ["readers"] }),
      changed: weakens(
        "messages are copied as it says now; what was copied stays, and some may be missed or come twice",
        {
          notices: ["readers"],
          todo: "see that its readers tell duplicates by the message's id",
        },
      ),
      unset: weakens("nothing is copied into it any more; what was copied stays", {
        notices: ["readers"],
        when: "from the next message on",
        todo: "move its readers to where messages still come",
      }),
    }),
    samples: [undefined, [{ name: "origin" }]],
  }),
  consumerLimits: setting({
    api: field("consumer_limits"),
    value: structure(
      {
        inactiveThreshold: {
          api: field("inactive_threshold"),
          value: duration("Longest idle time of a consumer", { pattern: "^\\d+(ns|us|ms|s|m|h|d)$" }),
          absent: unset,
        },
        maxAckPending: {
          api: field("max_ack_pending"),
          value: limit("Most messages in flight of a consumer.", unlimited),
          absent: unset,
        },
      },
      "Limits on its consumers",
    ),
    absent: unset,
    change: optional({
      set: bounded,
      changed: bounded,
      unset: safe("nothing bounds its consumers any more"),
    }),
    samples: [undefined, { maxAckPending: 100 }],
  }),
};
