import { type Change, consumerChanges, type Effect, streamChanges } from "../changes";
import type { Contract } from "./contract";
import { pairs } from "./pairs";
import type { Finding } from "./report";
import { code, codes, sentence, value } from "./words";

/** What the changes of streams do to the running ones. */
export function streamFindings(base: Contract, head: Contract): Finding[] {
  return pairs(base.streams, head.streams, ({ name }) => name).flatMap(({ name, before, after }) => {
    const about = { kind: "stream" as const, name };
    if (before !== undefined && after !== undefined) return changed(about, streamChanges(before, after));
    if (after !== undefined) {
      const consequence = "It is created, empty, by the next `pulumi up`.";
      return [{ ...about, class: "safe", change: `new, for ${codes(after.subjects)}`, consequence }];
    }
    return [{ ...about, class: "losesData", change: "declared no more", consequence: streamRemoved }];
  });
}

/** What the changes of durable consumers do to the running ones. */
export function consumerFindings(base: Contract, head: Contract): Finding[] {
  return pairs(base.consumers, head.consumers, ({ name }) => name).flatMap(({ name, before, after }) => {
    const about = { kind: "consumer" as const, name };
    if (before !== undefined && after !== undefined) return changed(about, consumerChanges(before, after));
    if (after !== undefined) {
      const change = `new, on ${code(after.stream)} for ${codes(after.filterSubjects ?? ["all subjects"])}`;
      return [{ ...about, class: "safe", change, consequence: startOf(after) }];
    }
    return [{ ...about, class: "losesData", change: "declared no more", consequence: consumerRemoved }];
  });
}

const streamRemoved =
  "The next `pulumi up` deletes it with all its messages where the stack's `onDestroy` is `delete`; " +
  "where it is `retain`, it stays on the servers and nothing manages it any more.";

const consumerRemoved =
  "The next `pulumi up` deletes it with its position: what its client has not yet read it can't read any more.";

function startOf(consumer: object): string {
  const start = "startFrom" in consumer ? consumer.startFrom : "all";
  const first =
    start === "new" ? "the first message after its creation" : "the oldest message that the stream holds";
  return `It is created by the next \`pulumi up\` and begins with ${first}.`;
}

function changed(about: Pick<Finding, "kind" | "name">, changes: readonly Change[]): Finding[] {
  return changes.map(({ field, from, to, effect, reason }) => ({
    ...about,
    class: effect,
    change: `${code(field)} ${value(from)} → ${value(to)}`,
    consequence: `${sentence(reason)}${whatToDo[effect]}`,
    field,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }));
}

const whatToDo: Readonly<Record<Effect, string>> = {
  safe: "",
  losesData: " It happens in the next `pulumi up`, which stops unless the change is acknowledged.",
  replacement: " It happens in the next `pulumi up`, which stops unless the change is acknowledged.",
  refused: " The next `pulumi up` fails; declare a new one under another name instead.",
};
