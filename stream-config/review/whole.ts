import { isDeepStrictEqual } from "node:util";
import type { Contract } from "./contract";
import type { Finding } from "./report";
import { code, count } from "./words";

/** What is wrong with a contract as a whole; it can't go in, whatever it changes. */
export function invalidFindings({ problems, accounts, committedAccounts }: Contract): Finding[] {
  const refused = problems.map(({ at, message }) =>
    about("invalid", at, message, "`make generate` and `pulumi up` refuse it, too."),
  );
  if (committedAccounts === undefined || committedAccounts === accounts) return refused;
  return [...refused, about("invalid", renderedFile, "it is not what the contract says", stale)];
}

/** What crosses between accounts when the contract stays as it is: what grants are rendered to has changed. */
export function accountFindings(base: Contract, head: Contract): Finding[] {
  if (!isDeepStrictEqual(declared(base), declared(head))) return [];
  const [before, after] = [crossings(base), crossings(head)];
  const added = after.filter((line) => !before.includes(line)).length;
  const removed = before.filter((line) => !after.includes(line)).length;
  if (added + removed === 0) return [];
  const change = `no grant changes, but what crosses between accounts does: ${count(added, "line")} more, ${removed} less`;
  return [about(added > 0 ? "widens" : "narrows", renderedFile, change, read)];
}

const renderedFile = "stream-config/rendered/accounts.conf";
const stale =
  "Servers don't get this file but what the contract is rendered to. `make generate` writes it anew.";
const read = `Read the difference of ${code(renderedFile)}: the lines are exports and imports.`;

/** All that accounts are rendered from. */
function declared({ streams, consumers, users }: Contract) {
  return [
    streams.map(({ name, subjects }) => ({ name, subjects })),
    consumers.map(({ name, stream, filterSubjects = [] }) => ({ name, stream, filterSubjects })),
    new Map(users.map(({ name, grants }) => [name, grants])),
  ];
}

/** The lines about accounts. Those of users have their permissions, which are compared by themselves. */
function crossings({ accounts }: Contract): string[] {
  return accounts.split("\n").filter((line) => line !== "" && !line.includes("permissions:"));
}

function about(of: Finding["class"], name: string, change: string, consequence: string): Finding {
  return { class: of, kind: "contract", name, change, consequence };
}
