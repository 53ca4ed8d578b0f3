import { verbNamed } from "../acl/verbs";
import type { Contract } from "./contract";
import { nobody, tell } from "./parties";
import type { Finding } from "./report";
import { holdersOf } from "./rights";
import { uncovered } from "./subjects";
import { code, codes } from "./words";

/** What somebody had a right to and nobody has any more, though it is still declared: each such right was there for a use. */
export function unheldFindings(base: Contract, head: Contract): Finding[] {
  const declared = declaredIn(head);
  return [...verbsIn(base)].flatMap((verb) => {
    const comes = verbNamed(verb)?.comes;
    if (comes === undefined) return [];
    const [before, after] = [holdersOf(verb, base), holdersOf(verb, head)];
    const lost = uncovered([...before.keys()], [...after.keys()]).filter((object) => declared.has(object));
    return lost.map(
      (object): Finding => ({
        class: "weakens",
        kind: declared.get(object) ?? "stream",
        name: object,
        change: `no user may ${code(verb)} it any more; before: ${codes(before.get(object) ?? [])}`,
        ...tell(comes.unheld, {
          ...nobody,
          [verb === "publish" ? "publishers" : "readers"]: before.get(object) ?? [],
        }),
      }),
    );
  });
}

function verbsIn({ users }: Contract): Set<string> {
  return new Set(users.flatMap(({ grants }) => grants.map(({ verb }) => verb)));
}

function declaredIn({ streams, consumers, events }: Contract): Map<string, Finding["kind"]> {
  return new Map<string, Finding["kind"]>([
    ...streams.flatMap(({ name, subjects }) => [name, ...subjects].map((own) => [own, "stream"] as const)),
    ...consumers.map(({ name }) => [name, "consumer"] as const),
    ...events.map(({ subject }) => [subject, "event"] as const),
  ]);
}
