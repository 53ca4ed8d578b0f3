import { verbNamed } from "../acl/verbs";
import type { Consequence } from "../consequence";
import { nobody, tell } from "./parties";

/** What comes of giving a user these verbs, or of taking them away. */
export function consequenceOf(verbs: readonly string[], way: "given" | "taken", user: string) {
  const known = verbs.map((verb) => verbNamed(verb)?.comes[way]).filter((comes) => comes !== undefined);
  const [first = unknown] = known;
  const reasons = known.length === 0 ? [first] : known;
  const all = { ...first, reason: reasons.map(({ reason }) => reason).join("; ") };
  return tell(all, { ...nobody, ...(way === "taken" && { [partyOf(verbs)]: [user] }) });
}

function partyOf(verbs: readonly string[]): "publishers" | "readers" {
  return verbs.includes("publish") ? "publishers" : "readers";
}

/** Of a verb of another revision. */
const unknown: Consequence = {
  reason: "this revision doesn't know what comes of it",
  notices: ["operators"],
  when: "when the servers take the new configuration",
  undo: "setting it back ends it, and what happened meanwhile stays",
  todo: "read what the verb does where it is defined",
};
