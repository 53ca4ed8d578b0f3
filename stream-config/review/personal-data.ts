import { isWithin } from "../subjects";
import type { Contract, ContractEvent } from "./contract";
import { fieldsOf } from "./fields";

/** A field of an event that holds personal data. */
export interface PersonalField {
  readonly event: string;
  readonly field: string;
}

/** The fields of personal data in events that these subjects cover. */
export function personalFields(subjects: readonly string[], contract: Contract): PersonalField[] {
  return covered(subjects, contract).flatMap((event) =>
    fieldsOf(event.schema)
      .filter(({ schema }) => schema.personalData === true)
      .map(({ path }) => ({ event: event.subject, field: path })),
  );
}

/** Those of the fields that none of the subjects let anyone read in this contract, marked as personal or not. */
export function notReadable(
  fields: readonly PersonalField[],
  subjects: readonly string[],
  contract: Contract,
): PersonalField[] {
  if (fields.length === 0) return [];
  const readable = new Set(covered(subjects, contract).flatMap(readableIds));
  return fields.filter((field) => !readable.has(idOf(field)));
}

function covered(subjects: readonly string[], contract: Contract): ContractEvent[] {
  return contract.events.filter(({ subject }) => subjects.some((filter) => isWithin(subject, filter)));
}

function readableIds({ subject, schema }: ContractEvent): string[] {
  return fieldsOf(schema).map(({ path }) => idOf({ event: subject, field: path }));
}

function idOf({ event, field }: PersonalField): string {
  return `${event} ${field}`;
}
