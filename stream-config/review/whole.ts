import { isDeepStrictEqual } from "node:util";
import type { Contract } from "./contract";
import type { Finding } from "./report";
import { code } from "./words";

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

/**
 * What crosses between accounts though no grant explains it: the same grants are rendered to other exports and imports
 * than the revision before would have, or servers have others.
 */
export function accountFindings(base: Contract, head: Contract): Finding[] {
  const known =
    head.expected?.accounts ??
    (isDeepStrictEqual(declared(base), declared(head)) ? base.accounts : undefined);
  if (known === undefined) return [];
  const [before, after] = [crossings(known), crossings(head.accounts)];
  return [
    ...after.filter((line) => !before.includes(line)).map((line) => crossing("unexplained", line)),
    ...before.filter((line) => !after.includes(line)).map((line) => crossing("narrows", line)),
  ];
}

function crossing(of: "unexplained" | "narrows", line: string): Finding {
  const change = `${of === "narrows" ? "no longer" : "now"} ${code(line.trim())}: ${meaningOf(line)}`;
  return about(
    of,
    renderedFile,
    change,
    "No change of a grant says so: the same grants are rendered otherwise than before.",
  );
}

/** What a line of the accounts' configuration lets through. */
function meaningOf(line: string): string {
  const [, kind, subject = ""] = /(service|stream): "([^"]*)"/.exec(line) ?? [];
  if (kind === undefined) return "a line of exports, imports or users";
  const importers = /accounts: \[([^\]]*)\]/.exec(line)?.[1];
  const who = importers === undefined ? "every account" : importers.replaceAll('"', "");
  return kind === "stream"
    ? `${who} can be given what is published to ${code(subject)}`
    : `${who} can send requests to ${code(subject)}`;
}

/** Where what a contract is rendered to is committed. */
export const renderedDir = "stream-config/rendered/";
const renderedFile = `${renderedDir}accounts.conf`;
const mend =
  "Neither servers nor Secrets get this file but what the contract is rendered to. `make generate` mends it.";

/** All that accounts are rendered from. */
function declared({ streams, consumers, users }: Contract) {
  return [
    streams.map(({ name, subjects }) => ({ name, subjects })),
    consumers.map(({ name, stream, filterSubjects = [] }) => ({ name, stream, filterSubjects })),
    new Map(users.map(({ name, grants }) => [name, grants])),
  ];
}

/** The lines about accounts. Those of users have their permissions, which are compared by themselves. */
function crossings(accounts: string): string[] {
  return accounts.split("\n").filter((line) => line !== "" && !line.includes("permissions:"));
}

function about(of: Finding["class"], name: string, change: string, consequence: string): Finding {
  return { class: of, kind: "contract", name, change, consequence };
}
