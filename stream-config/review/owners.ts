import { isHandle } from "../owner";
import type { Contract } from "./contract";
import type { Finding } from "./report";

/** The owners of what findings are about, and of whom they name as noticing, each once. */
export function ownersOf(findings: readonly Finding[], base: Contract, head: Contract): string[] {
  const owners = new Map([...ownersIn(base), ...ownersIn(head)]);
  const touched = findings.flatMap(({ kind, name, notices = [] }) => [
    `${kind} ${name}`,
    ...notices.flatMap((party) => [...party.matchAll(/`([^`]+)`/g)].map(([, user]) => `user ${user}`)),
  ]);
  return [...new Set(touched.flatMap((thing) => owners.get(thing) ?? []))];
}

function ownersIn({ streams, consumers, users, events }: Contract): [string, string][] {
  const things = [
    ...streams.map(({ name, owner }) => [`stream ${name}`, owner] as const),
    ...consumers.map(({ name, owner }) => [`consumer ${name}`, owner] as const),
    ...users.map(({ name, owner }) => [`user ${name}`, owner] as const),
    ...events.map(({ subject, owner }) => [`event ${subject}`, owner] as const),
  ];
  // Anything else could say something in the name of the review.
  return things.flatMap(([thing, owner]) => (owner !== undefined && isHandle(owner) ? [[thing, owner]] : []));
}
