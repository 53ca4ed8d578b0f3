import { importedSubject, isInStreamAccount, requestsOf } from "./accounts";
import { misdirected, type Trial } from "./requests";
import type { UserDefinition } from "./user";
import { verbOf } from "./verbs";

/** A subject that a user may publish to, as its account knows it, and how that is tried. */
export interface Right {
  readonly subject: string;
  readonly trial: Trial | "never";
}

/** All that a user may publish to, each once: its events, and the requests behind its grants. */
export function rightsOf(user: UserDefinition): readonly Right[] {
  const events = user.grants.flatMap((grant) => verbOf(grant).subjects(grant).publishes);
  const asKnown = isInStreamAccount(user) ? (subject: string) => subject : importedSubject;
  const rights = [
    ...events.map((subject) => ({ subject, trial: misdirected })),
    ...requestsOf(user).map(({ subject, trial }) => ({ subject: asKnown(subject), trial })),
  ];
  return [...new Map(rights.map((right) => [right.subject, right])).values()];
}
