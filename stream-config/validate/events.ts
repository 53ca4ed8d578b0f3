import { quote } from "../quote";
import { hasWildcard, isSubject, isWithin } from "../subjects";
import { pairs, problemIf, type Rule } from "./problem";

/** Every event type has one subject, and a stream that stores it. */
export const eventsWithoutStream: Rule = ({ streams, events }) =>
  events.flatMap(({ subject }) => {
    const at = `events.${subject}.subject`;
    if (!isSubject(subject) || hasWildcard(subject)) {
      return [
        { at, message: `${quote(subject)} is not the subject of one event; write words joined by dots` },
      ];
    }
    const stored = streams.some(({ subjects }) => subjects.some((pattern) => isWithin(subject, pattern)));
    return problemIf(
      !stored,
      at,
      `no stream stores ${quote(subject)}; add a subject to a stream or rename the event`,
    );
  });

/** Every subject of a stream of events has an event type that says what is in its messages. */
export const subjectsWithoutEvent: Rule = ({ streams, events }) =>
  streams.flatMap(({ name, subjects, holds }) =>
    (holds === undefined ? subjects : [])
      .filter((pattern) => !events.some(({ subject }) => isWithin(subject, pattern)))
      .map((pattern) => ({
        at: `streams.${name}.subjects`,
        message: `no event type is published to ${quote(pattern)}; describe one in events/ or drop the subject`,
      })),
  );

/** A subject has one schema. */
export const uniqueEvents: Rule = ({ events }) =>
  pairs(events)
    .filter(([one, other]) => one.subject === other.subject)
    .map(([{ subject }]) => ({
      at: `events.${subject}.subject`,
      message: `two event types have ${quote(subject)}`,
    }));
