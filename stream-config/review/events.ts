import { isDeepStrictEqual } from "node:util";
import { isWithin } from "../subjects";
import type { Contract, ContractEvent } from "./contract";
import { pairs } from "./pairs";
import type { Finding } from "./report";
import { indexOf, readingsOf } from "./rights";
import { schemaChanges } from "./schema-changes";
import { capital, code, codes, value } from "./words";

/** What the changes of event types mean for those who read them. */
export function eventFindings(base: Contract, head: Contract): Finding[] {
  const readers = { before: readersIn(base), after: readersIn(head) };
  return pairs(base.events, head.events, ({ subject }) => subject).flatMap(({ name, before, after }) => {
    if (before !== undefined && after !== undefined) return changed(before, after, readers.before(name));
    if (after !== undefined) return [added(name, readers.after(name))];
    return [removed(name, readers.before(name))];
  });
}

/** What the changes of what all messages have mean for whoever reads any of them. */
export function envelopeFindings(base: Contract, head: Contract): Finding[] {
  const isRead = base.users.some((user) => readingsOf(user, indexOf(base)).length > 0);
  return Object.entries(head.envelope ?? {}).flatMap(([name, after]) => {
    const before = base.envelope?.[name];
    if (before === undefined) return [];
    return schemaChanges(before, after).map(({ effect, text }) => {
      if (effect === "breaking" && isRead) return about(name, "breaking", capital(text), everyReader);
      return about(name, effect === "unmarked" ? "exposesPersonalData" : "safe", capital(text), compatible);
    });
  });
}

/** The names of users who can read an event type in this contract. */
function readersIn(contract: Contract): (subject: string) => string[] {
  const index = indexOf(contract);
  const filters = contract.users.map((user) => ({
    name: user.name,
    subjects: readingsOf(user, index).flatMap(({ events }) => events),
  }));
  return (subject) =>
    filters
      .filter(({ subjects }) => subjects.some((filter) => isWithin(subject, filter)))
      .map(({ name }) => name);
}

function added(name: string, readers: readonly string[]): Finding {
  return about(name, "safe", "new event type", readBy(readers));
}

function removed(name: string, readers: readonly string[]): Finding {
  const advice = "Keep it until they have moved to another event type.";
  if (readers.length === 0) return about(name, "safe", "declared no more", nobody);
  return about(name, "breaking", "declared no more", `${readBy(readers)} ${advice}`);
}

function changed(before: ContractEvent, after: ContractEvent, readers: readonly string[]): Finding[] {
  const { subject } = after;
  const described = before.description === after.description ? [] : [redescribed(before, after)];
  const schema = schemaChanges(before.schema, after.schema).map(({ effect, text }) => {
    const change = capital(text);
    if (effect === "unmarked") return about(subject, "exposesPersonalData", change, unmarked);
    if (effect === "compatible") return about(subject, "safe", change, compatible);
    if (readers.length === 0) return about(subject, "safe", change, nobody);
    return about(subject, "breaking", change, `${readBy(readers)} ${newVersion(subject)}`);
  });
  const same = isDeepStrictEqual(before.example ?? {}, after.example ?? {});
  const example = same ? [] : [about(subject, "safe", "another example", compatible)];
  const { owner: from } = before;
  const change = `${code("owner")} ${value(from)} → ${value(after.owner)}`;
  const owned = from === after.owner ? [] : [about(subject, "safe", change, "Reviews mention the new one.")];
  return [...schema, ...described, ...example, ...owned];
}

function redescribed({ description: from }: ContractEvent, after: ContractEvent): Finding {
  const finding = about(after.subject, "safe", "described anew", compatible);
  const to = after.description;
  return {
    ...finding,
    field: "description",
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

const compatible = "Its readers go on as before.";
const everyReader =
  "Every reader of every event may rely on it. Keep it, and add what is new beside it, until all have moved.";
const nobody = "No user of the contract reads it.";
const unmarked = "Who reads it still gets it, and reviews no longer say so.";

/** The rule for breaking changes: both versions are published until nobody reads the old one. */
function newVersion(subject: string): string {
  return `A breaking change needs a new version: leave this event type as it is and add one, e.g. ${code(`${subject}_v2`)}.`;
}

function readBy(readers: readonly string[]): string {
  return readers.length === 0 ? nobody : `Read by ${codes(readers)}.`;
}

function about(name: string, of: Finding["class"], change: string, consequence: string): Finding {
  return { class: of, kind: "event", name, change, consequence };
}
