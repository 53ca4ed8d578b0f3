import { importedApiPrefix } from "../acl/accounts";
import type { EventDefinition } from "../events/event";
import { quote } from "../quote";
import type { StreamDefinition } from "../streams/stream";
import { isSubject, isWithin, subjectsOverlap } from "../subjects";
import { toBytes, UnitError } from "../units";
import { type Problem, pairs, problemIf, type Rule, secondsOf } from "./problem";

/** Durations and sizes can be read. */
export const units: Rule = ({ streams, consumers }) => [
  ...streams.flatMap((stream) => [
    ...(["maxAge", "duplicateWindow"] as const).flatMap((field) =>
      durationProblems(`streams.${stream.name}.${field}`, stream[field]),
    ),
    ...sizeProblems(`streams.${stream.name}.maxBytes`, stream.maxBytes),
  ]),
  ...consumers.flatMap(({ name, ackWait }) => durationProblems(`consumers.${name}.ackWait`, ackWait)),
];

/** Subjects are ones that NATS takes, and leave its own and those of the accounts alone. */
export const streamSubjects: Rule = ({ streams }) =>
  streams.flatMap(({ name, subjects, holds }) => [
    ...problemIf(subjects.length === 0, `streams.${name}.subjects`, "a stream needs at least one subject"),
    ...subjects
      .filter((subject) => !(holds === "advisories" && isWithin(subject, advisories)))
      .flatMap((subject) => subjectProblems(`streams.${name}.subjects`, subject)),
  ]);

/** What the servers say about consumers; the one thing of theirs that a stream may store. */
const advisories = "$JS.EVENT.ADVISORY.CONSUMER.>";

/** No message goes into two streams: the server refuses the second. */
export const overlappingStreams: Rule = ({ streams }) =>
  pairs(streams.flatMap(({ name, subjects }) => subjects.map((subject) => ({ name, subject }))))
    .filter(([one, other]) => subjectsOverlap(one.subject, other.subject))
    .map(([one, other]) => ({
      at: `streams.${other.name}.subjects`,
      message: `${quote(other.subject)} overlaps ${quote(one.subject)} of ${quote(one.name)}; a message would belong to both`,
    }));

/** The server refuses a duplicate window that is longer than messages are kept. Age 0 keeps them for ever. */
export const duplicateWindow: Rule = ({ streams }) =>
  streams.flatMap((stream) => {
    const { name, maxAge, duplicateWindow } = stream;
    return problemIf(
      secondsOf(maxAge) > 0 && secondsOf(duplicateWindow) > secondsOf(maxAge),
      `streams.${name}.duplicateWindow`,
      `${quote(duplicateWindow)} is longer than maxAge ${quote(maxAge)}; lower it or raise maxAge`,
    );
  });

/** Limits are counts. */
export const streamLimits: Rule = ({ streams }) => streams.flatMap(limitProblems);

function limitProblems({ name, maxMessages }: StreamDefinition): readonly Problem[] {
  const wrong = !Number.isSafeInteger(maxMessages) || maxMessages < 1;
  return problemIf(
    wrong,
    `streams.${name}.maxMessages`,
    `${quote(maxMessages)} is not a number of messages; write 1 or more`,
  );
}

/**
 * Limits per subject, one for each event type, fit together into those of the whole stream: or one type would still push
 * out the others. Bytes are known from the events' examples, which are no large ones.
 */
export const subjectLimits: Rule = ({ streams, events }) =>
  streams.flatMap((stream) => {
    const own = events.filter(({ subject }) => stream.subjects.some((pattern) => isWithin(subject, pattern)));
    return subjectLimitProblems(stream, own);
  });

function subjectLimitProblems(
  { name, maxMessages, maxBytes, maxMessagesPerSubject: limit }: StreamDefinition,
  events: readonly EventDefinition[],
): readonly Problem[] {
  if (limit === undefined) return [];
  const at = `streams.${name}.maxMessagesPerSubject`;
  if (!Number.isSafeInteger(limit) || limit < 1)
    return [{ at, message: `${quote(limit)} is not a number of messages; write 1 or more` }];
  const all = limit * events.length;
  const bytes = limit * events.reduce((sum, { example }) => sum + JSON.stringify(example).length, 0);
  return [
    ...problemIf(
      all > maxMessages,
      at,
      `${quote(limit)} for each of ${events.length} event types are ${all} messages, more than maxMessages ${maxMessages}: one type could push out the others; lower it`,
    ),
    ...problemIf(
      isSize(maxBytes) && bytes > toBytes(maxBytes),
      at,
      `${quote(limit)} for each of ${events.length} event types are more bytes than maxBytes ${quote(maxBytes)}: one type could push out the others; lower it`,
    ),
  ];
}

function subjectProblems(at: string, subject: string): readonly Problem[] {
  if (!isSubject(subject)) {
    return [{ at, message: `${quote(subject)} is no subject; write words joined by single dots` }];
  }
  return problemIf(
    /^([*>$_]|$)/.test(subject) || subject.split(".")[0] === importedApiPrefix,
    at,
    `${quote(subject)} takes in what belongs to NATS; begin with a word of your own, not with $, _, a wildcard or ${importedApiPrefix}`,
  );
}

function durationProblems(at: string, duration: string): readonly Problem[] {
  return problemIf(
    Number.isNaN(secondsOf(duration)),
    at,
    `${quote(duration)} is not a duration; write a whole number and s, m, h or d, e.g. "7d"`,
  );
}

function isSize(size: string): boolean {
  return sizeProblems("", size).length === 0;
}

function sizeProblems(at: string, size: string): readonly Problem[] {
  try {
    return problemIf(toBytes(size) < 1, at, `${quote(size)} keeps no message; write more`);
  } catch (error) {
    if (error instanceof UnitError) return [{ at, message: error.message }];
    throw error;
  }
}
