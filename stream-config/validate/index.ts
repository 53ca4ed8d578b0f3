import type { Contract } from "../contract";
import { consumerFilters, redelivery, starts, turns } from "./consumers";
import { eventsWithoutStream, subjectsWithoutEvent, uniqueEvents } from "./events";
import { grants, oneConsumer, oneReader, oneVerbInStreamAccount, overlappingSubscriptions } from "./grants";
import { managed } from "./managed";
import { accounts, names, owners, uniqueNames, userNames } from "./names";
import type { Problem, Rule } from "./problem";
import { missingParts, values } from "./shapes";
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
  owners,
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
  oneReader,
  oneVerbInStreamAccount,
  overlappingSubscriptions,
  managed,
];

/** All that is wrong with a contract beyond what its types catch; empty when it can be deployed. */
export function validate(contract: Contract): readonly Problem[] {
  const absent = missingParts(contract);
  if (absent.length > 0) return absent;
  const problems = rules.flatMap((rule) => rule(contract));
  // Rules say more of a value than its schema does.
  return [
    ...problems,
    ...values(contract).filter(({ at }) => !problems.some((problem) => problem.at === at)),
  ];
}
