import type { Contract } from "../contract";
import { consumerFilters, redelivery, starts, turns } from "./consumers";
import { eventsWithoutStream, subjectsWithoutEvent, uniqueEvents } from "./events";
import { grants, oneConsumer, oneVerbInStreamAccount, overlappingSubscriptions } from "./grants";
import { managed } from "./managed";
import { accounts, names, uniqueNames, userNames } from "./names";
import type { Problem, Rule } from "./problem";
import {
  duplicateWindow,
  overlappingStreams,
  streamLimits,
  streamSubjects,
  subjectLimits,
  units,
} from "./streams";

export type { Problem } from "./problem";

const rules: readonly Rule[] = [
  names,
  userNames,
  uniqueNames,
  accounts,
  units,
  streamSubjects,
  overlappingStreams,
  duplicateWindow,
  streamLimits,
  subjectLimits,
  consumerFilters,
  redelivery,
  starts,
  turns,
  eventsWithoutStream,
  subjectsWithoutEvent,
  uniqueEvents,
  grants,
  oneConsumer,
  oneVerbInStreamAccount,
  overlappingSubscriptions,
  managed,
];

/** All that is wrong with a contract beyond what its types catch; empty when it can be deployed. */
export function validate(contract: Contract): readonly Problem[] {
  return rules.flatMap((rule) => rule(contract));
}
