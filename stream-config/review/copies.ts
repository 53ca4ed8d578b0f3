import { authEventsDlq, deadLetterSubject } from "../streams/auth-events-dlq";
import { authEventsReplay, replaySubject } from "../streams/auth-events-replay";
import { isWithin, subjectsOverlap } from "../subjects";
import type { Contract } from "./contract";

const copied = [...authEventsReplay.subjects, ...authEventsDlq.subjects];

/** True for the subject of messages that hold events under a name that is not the events' own. */
export function isOfCopies(subject: string): boolean {
  return copied.some((copies) => isWithin(subject, copies));
}

/**
 * The subjects of the events that are read with these subjects: their own, and where a consumer is given events again or
 * gave them up, those that its filters match.
 */
export function eventsUnder(subjects: readonly string[], { consumers }: Contract): string[] {
  const events = subjects.flatMap((subject) =>
    isOfCopies(subject)
      ? consumers.flatMap(({ name, filterSubjects = [] }) => (isOf(name, subject) ? filterSubjects : []))
      : [subject],
  );
  return [...new Set(events)].filter((event) => !isOfCopies(event));
}

function isOf(consumer: string, subject: string): boolean {
  return [replaySubject(consumer), deadLetterSubject(consumer)].some((own) => subjectsOverlap(own, subject));
}
