import { type ConsumerDefinition, isWithin } from "../../stream-config";

/** A consumer whose service can be given events again, and which it gets: no replay gives it any other. */
export type Recipient = Pick<ConsumerDefinition, "name" | "filterSubjects">;

/** Events of this type are none that the consumer gets, so nobody may give it any. */
export class NotForRecipientError extends Error {
  override readonly name = "NotForRecipientError";

  constructor(
    readonly recipient: Recipient,
    readonly type: string,
  ) {
    const { name, filterSubjects } = recipient;
    super(`${name} may not get ${type}, by its filters only ${filterSubjects.join(", ")}`);
  }
}

/** The consumer of this name, which is one of those that are known. */
export function recipientOf(name: string, known: readonly Recipient[]): Recipient {
  const recipient = known.find((consumer) => consumer.name === name);
  if (recipient !== undefined) return recipient;
  throw new Error(`${JSON.stringify(name)} is none of the consumers that can be given events again`);
}

/** The subjects of the events that the consumer may be given, of one type where that is told. Throws NotForRecipientError. */
export function subjectsFor(recipient: Recipient, type: string | undefined): readonly string[] {
  if (type === undefined) return recipient.filterSubjects;
  if (isAmong(type, recipient.filterSubjects)) return [type];
  throw new NotForRecipientError(recipient, type);
}

/** Whether one of the filters matches the subject. */
export function isAmong(subject: string, filters: readonly string[]): boolean {
  return filters.some((filter) => isWithin(subject, filter));
}
