import { UnitError } from "../units";
import { changeClasses, verdictOf } from "./classes";
import { consumerFindings, streamFindings } from "./configuration";
import type { Contract } from "./contract";
import { documentFindings, orderFindings } from "./documents";
import { envelopeFindings, eventFindings } from "./events";
import { ownersOf } from "./owners";
import { permissionChanges } from "./permissions";
import { withRenames } from "./renames";
import type { Finding, Report, Revision } from "./report";
import { sharingFindings } from "./sharing";
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
  const owners = ownersOf(findings, base.contract, head.contract);
  return {
    version: 1,
    base: base.revision,
    head: head.revision,
    verdict: verdictOf(findings.map((finding) => finding.class)),
    findings,
    ...(owners.length > 0 && { owners }),
    permissions: permissionChanges(base.contract, head.contract),
  };
}

function findingsOf(base: Contract, head: Contract): Finding[] {
  const found = comparable(head, () => {
    const same = withRenames(base, head);
    return [...same.findings, ...finders.flatMap((find) => find(same.base, head))];
  });
  return once(found).toSorted((one, other) => rank(one) - rank(other));
}

const finders = [
  streamFindings,
  consumerFindings,
  userFindings,
  unheldFindings,
  sharingFindings,
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

/** The same is told once, however many ways lead to it. */
function once(findings: readonly Finding[]): Finding[] {
  const told = new Map(
    findings.map((finding) => [[finding.kind, finding.name, finding.change].join("\n"), finding]),
  );
  return [...told.values()];
}

function rank(finding: Finding): number {
  return changeClasses.indexOf(finding.class);
}
