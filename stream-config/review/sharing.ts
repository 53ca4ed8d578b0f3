import type { Contract } from "./contract";
import type { Finding } from "./report";
import { code, codes } from "./words";

/** What several users have that one alone is usually meant to have, and durables that nobody reads, where that is new. */
export function sharingFindings(base: Contract, head: Contract): Finding[] {
  const [before, after] = [holders(base), holders(head)];
  const fresh = (key: string, users: readonly string[]) =>
    users.some((user) => !before.get(key)?.includes(user));
  const shared = [...after].flatMap(([key, users]) => {
    const [verb = "", name = ""] = key.split(" ");
    return users.length > 1 && fresh(key, users) ? [sharedBy(verb, name, users)] : [];
  });
  return [...shared, ...unread(base, head, after)];
}

/** Users by verb and object, for what is usually one user's own. */
function holders({ users }: Contract): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { name, grants } of users) {
    for (const { verb, consumers, subjects } of grants) {
      const objects = verb === "consume" ? consumers : verb === "publish" ? subjects : [];
      for (const key of objects.map((object) => `${verb} ${object}`)) {
        found.set(key, [...new Set([...(found.get(key) ?? []), name])]);
      }
    }
  }
  return found;
}

function sharedBy(verb: string, name: string, users: readonly string[]): Finding {
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

function unread(base: Contract, head: Contract, after: ReadonlyMap<string, unknown>): Finding[] {
  const known = new Set(base.consumers.map(({ name }) => name));
  return head.consumers
    .filter(({ name }) => !known.has(name) && !after.has(`consume ${name}`))
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
