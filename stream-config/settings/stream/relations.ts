import { Type } from "typebox";
import { plain as same, count as unlimited } from "../codec";
import { field } from "../place";
import { always } from "../rules";
import { setting, unset } from "../setting";
import { structure, structures } from "../structure";
import { duration, limit, list, option, text } from "../value";
import { refused, safe } from "../verdict";
import { source, transform } from "./source";

const fromNowOn = safe("it applies to what is stored from now on");

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
    change: always(fromNowOn),
    samples: [undefined, { destination: "copy.>" }],
  }),
  subjectTransform: setting({
    api: field("subject_transform"),
    value: structure(transform, "Messages are stored under another subject"),
    absent: unset,
    change: always(fromNowOn),
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
    change: always(safe("the servers that hold it are chosen anew")),
    samples: [undefined, { tags: ["ssd"] }],
  }),
  mirror: setting({
    api: field("mirror"),
    value: source,
    absent: unset,
    change: (_, to) =>
      to === undefined
        ? safe("it becomes a stream of its own; its messages stay")
        : refused("what a stream mirrors can't be added or changed"),
    samples: [undefined, { name: "origin" }],
  }),
  sources: setting({
    api: field("sources"),
    value: structures(source, { description: "Streams that it is fed from" }),
    absent: unset,
    change: always(safe("copied messages stay")),
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
    change: always(safe("it is refused when a consumer exceeds them")),
    samples: [undefined, { maxAckPending: 100 }],
  }),
};
