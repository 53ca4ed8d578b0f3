import type { Consequence, Party } from "../../consequence";
import type { Comes } from "./verb";

/** What of a verb's consequences is its own: what happens, who notices, what to do. */
interface Own {
  readonly reason: string;
  readonly notices: readonly Party[];
  readonly todo: string;
}

/** What comes of a verb. Servers take rights over while they run, and taking one away brings back nothing that was done. */
export function comes(own: { readonly given: Own; readonly taken: Own; readonly unheld: Own }): Comes {
  return { given: atReload(own.given), taken: atReload(own.taken), unheld: atReload(own.unheld) };
}

function atReload(own: Own): Consequence {
  return {
    ...own,
    when: "when the servers take the new configuration",
    undo: "setting it back ends it, and what happened meanwhile stays",
  };
}
