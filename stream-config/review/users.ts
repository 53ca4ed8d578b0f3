import { streamAccount } from "../acl/accounts";
import type { Contract, ContractUser } from "./contract";
import { type Pair, pairs } from "./pairs";
import { sideways } from "./permissions";
import { readingFindings } from "./readings";
import type { Finding } from "./report";
import { type Acting, actingOf, type Index, indexOf } from "./rights";
import { uncovered } from "./subjects";
import { code, codes } from "./words";

/** What users gain and lose. */
export function userFindings(base: Contract, head: Contract): Finding[] {
  const indexes = { before: indexOf(base), after: indexOf(head) };
  return pairs(base.users, head.users, ({ name }) => name).flatMap((pair) => findingsOf(pair, indexes));
}

function findingsOf(pair: Pair<ContractUser>, indexes: { before: Index; after: Index }): Finding[] {
  const { name, before, after } = pair;
  if (after === undefined) return [about(name, "narrows", `${code(name)} is declared no more`, removed)];
  const rights = [...readingFindings(pair, indexes), ...actingFindings(pair)];
  if (before === undefined) {
    const nothing = about(name, "safe", `${code(name)} is new and may do nothing`, "It can connect.");
    const all = [...rights, ...sideways(before, after, true)];
    return all.length === 0 ? [nothing] : all;
  }
  return [...connectionFindings(before, after), ...rights, ...sideways(before, after, rights.length > 0)];
}

const removed = "Its connections are closed when the servers take the new configuration, and its rights end.";
const atReload = "It counts as soon as the servers take the new configuration; connections stay.";

function actingFindings({ name, before, after }: Pair<ContractUser>): Finding[] {
  const rights = pairs(actingOf(before), actingOf(after), ({ verb, stream }) => `${verb} ${stream}`);
  return rights.flatMap(({ before: old, after: now }) => {
    const gained = uncovered(now?.objects ?? [], old?.objects ?? []);
    const lost = uncovered(old?.objects ?? [], now?.objects ?? []);
    return [
      ...(now !== undefined && gained.length > 0
        ? [
            about(
              name,
              "widens",
              `${code(name)} can now ${done(now, gained)}; before: ${only(old)}`,
              atReload,
            ),
          ]
        : []),
      ...(old !== undefined && lost.length > 0
        ? [
            about(
              name,
              "narrows",
              `${code(name)} can no longer ${done(old, lost)}; now: ${only(now)}`,
              atReload,
            ),
          ]
        : []),
    ];
  });
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
        `${code(field)} ${code(before[field])} → ${code(after[field])}`,
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
