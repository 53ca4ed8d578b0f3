import { changeClasses, verdictOf } from "./classes";
import { consumerFindings, streamFindings } from "./configuration";
import type { Contract } from "./contract";
import { eventFindings } from "./events";
import { permissionChanges } from "./permissions";
import type { Finding, Report, Revision } from "./report";
import { userFindings } from "./users";

/** A contract and what to call it. */
export interface Side {
  readonly revision: Revision;
  readonly contract: Contract;
}

/** What going from one contract to another does to the running system, worst first. Throws UnitError. */
export function reviewContracts(base: Side, head: Side): Report {
  const findings = findingsOf(base.contract, head.contract);
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
  const all = [streamFindings, consumerFindings, userFindings, eventFindings].flatMap((find) =>
    find(base, head),
  );
  return all.toSorted((one, other) => rank(one) - rank(other));
}

function rank(finding: Finding): number {
  return changeClasses.indexOf(finding.class);
}
