import type { Contract } from "./contract";
import type { Finding } from "./report";
import { holdersOf } from "./rights";
import { code, codes } from "./words";

/** What several users have that one alone is usually meant to have, and durables that nobody reads, where that is new. */
export function sharingFindings(base: Contract, head: Contract): Finding[] {
  const shared = ownVerbs.flatMap((verb) => {
    const [before, after] = [holdersOf(verb, base), holdersOf(verb, head)];
    return [...after]
      .filter(([name, users]) => users.length > 1 && users.some((user) => !before.get(name)?.includes(user)))
      .map(([name, users]) => sharedBy(verb, name, users));
  });
  return [...shared, ...unread(base, head)];
}

/** Verbs whose objects are usually one user's own. */
const ownVerbs = ["publish", "consume"] as const;

function sharedBy(verb: (typeof ownVerbs)[number], name: string, users: readonly string[]): Finding {
  const all = codes(users);
  if (verb === "consume") {
    return {
      class: "weakens",
      kind: "consumer",
      name,
      change: `read by ${users.length} users: ${all}`,
      consequence:
        "They take each other's messages: each message goes to one of them, and the others never see it.",
      ...told(users, "give each a durable consumer of its own"),
    };
  }
  return {
    class: "weakens",
    kind: "event",
    name,
    change: `published by ${users.length} users: ${all}`,
    consequence: "Its readers can't tell who of them says so, and take either for true.",
    ...told(users, "let one publish it, or give the other an event type of its own"),
  };
}

function told(users: readonly string[], todo: string): Pick<Finding, "notices" | "when" | "undo" | "todo"> {
  return {
    notices: users.map((user) => code(user)),
    when: "when the servers take the new configuration",
    undo: "setting it back ends it, and what happened meanwhile stays",
    todo,
  };
}

function unread(base: Contract, head: Contract): Finding[] {
  const known = new Set(base.consumers.map(({ name }) => name));
  const read = holdersOf("consume", head);
  return head.consumers
    .filter(({ name }) => !known.has(name) && !read.has(name))
    .map(({ name }) => ({
      class: "weakens",
      kind: "consumer",
      name,
      change: "new, and no user may read it",
      consequence: "It keeps a position that nobody moves, and its lag only grows.",
      ...told([], "grant `consume` of it, or leave it out"),
      notices: ["operators"],
    }));
}
