import type { Contract } from "./contract";
import type { Finding } from "./report";
import { renderedDir } from "./whole";

/**
 * What readers are given (clients' configurations, the AsyncAPI document) that is made otherwise than the revision before
 * would have made it from the same contract, and what is only in another order.
 */
export function documentFindings(base: Contract, head: Contract): Finding[] {
  return Object.entries(head.documents ?? {}).flatMap(([path, text]) => {
    const expected = head.expected?.documents[path];
    if (expected !== undefined && !isSame(expected, text)) return [remade(path)];
    const before = base.documents?.[path];
    return before !== undefined && before !== text && isSame(before, text) ? [reordered(path)] : [];
  });
}

/** The accounts, when they say the same in another order. */
export function orderFindings(base: Contract, head: Contract): Finding[] {
  const [before, after] = [base.accounts, head.accounts];
  return before !== after && isSame(before, after) ? [reordered("accounts.conf")] : [];
}

/** The same words in any order. */
function isSame(one: string, other: string): boolean {
  return one === other || sorted(one) === sorted(other);
}

function sorted(text: string): string {
  return text
    .split(/[\s,[\]]+/)
    .toSorted()
    .join(" ");
}

function remade(path: string): Finding {
  return {
    ...about(path),
    class: "weakens",
    change: "it is made otherwise from the same contract",
    consequence: "Who reads it may not find what it looks for, or a client gets other settings than before.",
    notices: ["readers"],
    when: "when its clients connect again",
    undo: "setting it back undoes it",
    todo: "read the difference, and tell who uses the file",
  };
}

function reordered(path: string): Finding {
  return {
    ...about(path),
    class: "safe",
    change: "it says the same in another order",
    consequence: "Nobody notices.",
  };
}

function about(path: string): Pick<Finding, "kind" | "name"> {
  return { kind: "contract", name: renderedDir + path };
}
