import { namePattern } from "../names";
import { field } from "../place";
import { type Fields, required, unset } from "../setting";
import { structure, structures } from "../structure";
import { count, instant, plain, subjects, text } from "../value";

/** Subjects of one pattern, renamed by another. https://docs.nats.io/nats-concepts/subject_mapping */
export const transform = {
  source: { api: field("src"), value: subjects("Subjects that it is about. Default all."), absent: unset },
  destination: {
    api: field("dest"),
    value: text("What they become, e.g. archive.{{wildcard(1)}}. Default: they stay as they are."),
    absent: unset,
  },
} as const satisfies Fields;

const external = structure(
  {
    api: {
      api: field("api"),
      value: plain({ description: "Prefix of its account's or domain's JetStream API" }),
      absent: unset,
    },
    deliver: {
      api: field("deliver"),
      value: text("Prefix of the subjects that it delivers to"),
      absent: unset,
    },
  },
  "It lies in another account or domain",
);

const consumer = structure(
  {
    name: {
      api: field("name"),
      value: plain({ pattern: namePattern, description: "Its durable consumer" }),
      absent: required,
    },
    deliverSubject: {
      api: field("deliver_subject"),
      value: plain({ minLength: 1, description: "Where that one delivers to" }),
      absent: required,
    },
  },
  "A durable consumer that delivers the copies; it says where they begin and which there are",
);

/** Another stream that messages are copied from. https://docs.nats.io/nats-concepts/jetstream/source_and_mirror */
export const source = structure(
  {
    name: {
      api: field("name"),
      value: plain({ description: "The stream that messages are copied from" }),
      absent: required,
    },
    startSequence: {
      api: field("opt_start_seq"),
      value: count("First message to be copied"),
      absent: unset,
    },
    startTime: {
      api: field("opt_start_time"),
      value: instant("Time of the first message to be copied, RFC 3339"),
      absent: unset,
    },
    filterSubject: {
      api: field("filter_subject"),
      value: text("Subjects that are copied. Default all."),
      absent: unset,
    },
    subjectTransforms: {
      api: field("subject_transforms"),
      value: structures(structure(transform, "Which subjects are copied, and under which others")),
      absent: unset,
    },
    external: { api: field("external"), value: external, absent: unset },
    consumer: { api: field("consumer"), value: consumer, absent: unset },
  },
  "Another stream that messages are copied from",
);
