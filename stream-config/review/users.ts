import { streamAccount } from "../acl/accounts";
import type { Contract, ContractUser } from "./contract";
import { type Pair, pairs } from "./pairs";
import { fromServers, unexplained } from "./permissions";
import { readingFindings } from "./readings";
import type { Finding } from "./report";
import { type Acting, actingOf, type Index, indexOf } from "./rights";
import { uncovered } from "./subjects";
import { consequenceOf } from "./verb-words";
import { code, codes, value } from "./words";

/** What users gain and lose. */
export function userFindings(base: Contract, head: Contract): Finding[] {
  const indexes = { before: indexOf(base), after: indexOf(head) };
  return pairs(base.users, head.users, ({ name }) => name).flatMap((pair) =>
    findingsOf(pair, indexes, head.expected?.permissions[pair.name]),
  );
}

function findingsOf(
  pair: Pair<ContractUser>,
  indexes: { before: Index; after: Index },
  expected: ContractUser["permissions"] | undefined,
): Finding[] {
  const { name, before, after } = pair;
  if (after === undefined) return [removed(name)];
  const rights = [...readingFindings(pair, indexes), ...actingFindings(pair)];
  const others = expected === undefined ? [] : unexplained(expected, after);
  if (before === undefined) {
    const nothing = about(name, "safe", `${code(name)} is new and may do nothing`, "It can connect.");
    return rights.length + others.length === 0 ? [nothing] : [...rights, ...others];
  }
  const owner = before.owner === after.owner ? [] : [owned(name, before.owner, after.owner)];
  const live = before.grantsFrom === "permissions" ? fromServers(before, after, rights.length > 0) : [];
  return [...connectionFindings(before, after), ...rights, ...others, ...live, ...owner];
}

function owned(name: string, from: string | undefined, to: string | undefined): Finding {
  const change = `${code(name)}: ${code("owner")} ${value(from)} → ${value(to)}`;
  return about(name, "safe", change, "Reviews mention the new one.");
}

function removed(name: string): Finding {
  return {
    ...about(
      name,
      "weakens",
      `${code(name)} is declared no more`,
      "Its connections are closed, and it can't connect any more: what still runs as it stops working.",
    ),
    notices: [code(name)],
    when: "when the servers take the new configuration",
    undo: "setting it back ends it, and what happened meanwhile stays",
    todo: "see that nothing runs as it any more",
  };
}

function actingFindings({ name, before, after }: Pair<ContractUser>): Finding[] {
  const rights = pairs(actingOf(before), actingOf(after), ({ verb, stream }) => `${verb} ${stream}`);
  return rights.flatMap(({ before: old, after: now }) => {
    const gained = uncovered(now?.objects ?? [], old?.objects ?? []);
    const lost = uncovered(old?.objects ?? [], now?.objects ?? []);
    return [
      ...(now !== undefined && gained.length > 0
        ? [right(name, "given", now, `${code(name)} can now ${done(now, gained)}; before: ${only(old)}`)]
        : []),
      ...(old !== undefined && lost.length > 0
        ? [right(name, "taken", old, `${code(name)} can no longer ${done(old, lost)}; now: ${only(now)}`)]
        : []),
    ];
  });
}

/** A right that comes or goes, with what its verb says of that. */
function right(name: string, way: "given" | "taken", { verb }: Acting, change: string): Finding {
  const of = way === "given" ? "widens" : "narrows";
  return { ...about(name, of, change, ""), ...consequenceOf([verb], way, name) };
}

function done({ stream, deed }: Acting, objects: readonly string[]): string {
  return deed(codes(objects), code(stream));
}

function only(acting: Acting | undefined): string {
  return acting === undefined ? "nothing" : `only ${codes(acting.objects)}`;
}

function connectionFindings(before: ContractUser, after: ContractUser): Finding[] {
  const settings = (["inboxPrefix", "apiPrefix"] as const)
    .filter((field) => before[field] !== after[field])
    .map((field) => ({
      ...about(
        after.name,
        "breaking",
        `${code(after.name)}: ${code(field)} ${code(before[field])} → ${code(after[field])}`,
        "Its clients have to set the new value at the same moment; until then every request of theirs is refused.",
      ),
      field,
      from: before[field],
      to: after[field],
    }));
  return [...settings, ...accountFindings(before, after)];
}

function accountFindings({ account: from }: ContractUser, { name, account: to }: ContractUser): Finding[] {
  if (from === to) return [];
  const change = `${code(name)} moves from the account ${code(from)} to ${code(to)}`;
  const [of, consequence] =
    to === streamAccount
      ? (["widens", "There an answer to one of its requests can be stored as an event."] as const)
      : (["safe", "It reconnects when the servers take the new configuration."] as const);
  return [{ ...about(name, of, change, consequence), field: "account", from, to }];
}

function about(name: string, of: Finding["class"], change: string, consequence: string): Finding {
  return { class: of, kind: "user", name, change, consequence };
}
