import { UnitError } from "../units";
import { changeClasses, verdictOf } from "./classes";
import { consumerFindings, streamFindings } from "./configuration";
import type { Contract } from "./contract";
import { documentFindings, orderFindings } from "./documents";
import { envelopeFindings, eventFindings } from "./events";
import { permissionChanges } from "./permissions";
import type { Finding, Report, Revision } from "./report";
import { unheldFindings } from "./unheld";
import { userFindings } from "./users";
import { accountFindings, invalidFindings } from "./whole";

/** A contract and what to call it. */
export interface Side {
  readonly revision: Revision;
  readonly contract: Contract;
}

/** What going from one contract to another does to the running system, worst first. Throws UnitError. */
export function reviewContracts(base: Side, head: Side): Report {
  const findings = [...invalidFindings(head.contract), ...findingsOf(base.contract, head.contract)];
  return {
    version: 1,
    base: base.revision,
    head: head.revision,
    verdict: verdictOf(findings.map((finding) => finding.class)),
    findings,
    permissions: permissionChanges(base.contract, head.contract),
  };
}

function findingsOf(base: Contract, head: Contract): Finding[] {
  return comparable(head, () => finders.flatMap((find) => find(base, head))).toSorted(
    (one, other) => rank(one) - rank(other),
  );
}

const finders = [
  streamFindings,
  consumerFindings,
  userFindings,
  unheldFindings,
  eventFindings,
  envelopeFindings,
  documentFindings,
  orderFindings,
  accountFindings,
];

/** A unit that can't be read is one of the contract's problems; what else changes shows when they are mended. */
function comparable({ problems }: Contract, compare: () => Finding[]): Finding[] {
  try {
    return compare();
  } catch (error) {
    if (!(error instanceof UnitError) || problems.length === 0) throw error;
    return [];
  }
}

function rank(finding: Finding): number {
  return changeClasses.indexOf(finding.class);
}
