import { isDeepStrictEqual } from "node:util";
import type { Contract } from "./contract";
import type { Finding } from "./report";
import { code, count } from "./words";

/** What is wrong with a contract as a whole; it can't go in, whatever it changes. */
export function invalidFindings({ problems, rendered, committed }: Contract): Finding[] {
  const refused = problems.map(({ at, message }) =>
    about("invalid", at, message, "`make generate` and `pulumi up` refuse it, too."),
  );
  return [...refused, ...(committed === undefined ? [] : staleFindings(rendered, committed))];
}

type Files = Contract["rendered"];

/** Committed files that are not what the contract says: others read them and believe them. */
function staleFindings(rendered: Files, committed: Files): Finding[] {
  const stale = (path: string, change: string) => about("invalid", renderedDir + path, change, mend);
  return [
    ...Object.entries(rendered).flatMap(([path, text]) => {
      if (committed[path] === undefined) return [stale(path, "it is missing")];
      return committed[path] === text ? [] : [stale(path, "it is not what the contract says")];
    }),
    ...Object.keys(committed)
      .filter((path) => rendered[path] === undefined)
      .map((path) => stale(path, "the contract has no such user any more")),
  ];
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

const renderedDir = "stream-config/rendered/";
const renderedFile = `${renderedDir}accounts.conf`;
const mend =
  "Neither servers nor Secrets get this file but what the contract is rendered to. `make generate` mends it.";
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
