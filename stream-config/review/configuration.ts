import { isDeepStrictEqual } from "node:util";
import { acknowledgementOf, type Change, consumerChanges, streamChanges } from "../changes";
import type { Consequence } from "../consequence";
import { consumerSettings } from "../settings/consumer";
import { streamSettings } from "../settings/stream";
import { isLossy } from "../settings/verdict";
import type { Contract } from "./contract";
import { pairs } from "./pairs";
import { nobody, type Parties, partiesOfConsumer, partiesOfStream, tell } from "./parties";
import type { Finding } from "./report";
import { code, codes, difference, value } from "./words";

/** What the changes of streams do to the running ones. */
export function streamFindings(base: Contract, head: Contract): Finding[] {
  return pairs(base.streams, head.streams, ({ name }) => name).flatMap(({ name, before, after }) => {
    const about = { kind: "stream" as const, name };
    if (before !== undefined && after !== undefined)
      return [
        ...changed(about, streamChanges(before, after), after, partiesOfStream(name, base)),
        ...besides(about, streamSettings, { before, after }),
        ...ahead(about, streamChanges(before, after), { before, after }),
      ];
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
    if (before !== undefined && after !== undefined) {
      const parties = partiesOfConsumer(before, base);
      return [
        ...others(about, before),
        ...changed(about, consumerChanges(before, after), after, parties),
        ...besides(about, consumerSettings, { before, after }),
        ...ahead(about, consumerChanges(before, after), { before, after }),
      ];
    }
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
  "The next `pulumi up` deletes it with its position where the stack's `onDestroy` is `delete`; " +
  "where it is `retain`, it stays on the servers and nothing manages it any more. Nobody may read it from then on.";

function others(
  about: Pick<Finding, "kind" | "name">,
  { otherSettings = {} }: Contract["consumers"][number],
): Finding[] {
  return Object.entries(otherSettings).map(([field, from]) => ({
    ...about,
    class: "replacement",
    change: `${code(field)} ${value(from)} → not set`,
    consequence:
      "No contract can have this: the next `pulumi up` takes it away, or needs a new consumer where the server doesn't let it.",
    field,
    from,
  }));
}

function startOf({ startFrom = "all" }: Contract["consumers"][number]): string {
  const first = firstMessages[startFrom] ?? `${startFrom} of the stream`;
  return `It is created by the next \`pulumi up\` and begins with ${first}.`;
}

const firstMessages: Readonly<Record<string, string>> = {
  all: "the oldest message that the stream holds",
  new: "the first message after its creation",
};

function changed(
  about: Pick<Finding, "kind" | "name">,
  changes: readonly Change[],
  { acknowledgeDataLoss = [] }: Acknowledging,
  parties: Parties,
): Finding[] {
  return changes.map((change) => ({
    ...about,
    class: change.effect,
    change: `${code(change.field)} ${difference(change.from, change.to)}`,
    ...tell(isLossy(change) ? guarded(change, acknowledgeDataLoss) : change, parties),
    field: change.field,
    ...(change.from !== undefined && { from: change.from }),
    ...(change.to !== undefined && { to: change.to }),
  }));
}

/** What a definition says beside settings: the servers don't know of it, but rules and reviews do. */
function besides(
  about: Pick<Finding, "kind" | "name">,
  settings: object,
  { before, after }: { readonly before: object; readonly after: object },
): Finding[] {
  const [from, to] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const names = [...new Set([...from.keys(), ...to.keys()])].filter(
    (name) => !Object.hasOwn(settings, name) && !guards.includes(name),
  );
  return names
    .filter((name) => !isDeepStrictEqual(from.get(name), to.get(name)))
    .map((name) => ({
      ...about,
      class: "safe",
      change: `${code(name)} ${value(from.get(name))} → ${value(to.get(name))}`,
      consequence: "The servers don't know of it; rules, documents and reviews go by it.",
      field: name,
    }));
}

/** Told by themselves. */
const guards = ["acknowledgeDataLoss", "otherSettings"];

/** A loss that is allowed though nothing makes it yet would happen unseen when something does. */
function ahead(
  about: Pick<Finding, "kind" | "name">,
  changes: readonly Change[],
  { before, after }: { readonly before: Acknowledging; readonly after: Acknowledging },
): Finding[] {
  const made = changes.filter(isLossy).map(acknowledgementOf);
  const known = [...(before.acknowledgeDataLoss ?? []), ...made];
  const added = (after.acknowledgeDataLoss ?? []).filter((entry) => !known.includes(entry));
  const removed = (before.acknowledgeDataLoss ?? []).filter(
    (entry) => !after.acknowledgeDataLoss?.includes(entry),
  );
  return [
    ...added.map((entry) => ({
      ...about,
      class: "losesData" as const,
      change: `acknowledges ${code(entry)} ahead of time`,
      ...tell(unseen, nobody),
    })),
    ...removed.map((entry) => ({
      ...about,
      class: "safe" as const,
      change: `acknowledges ${code(entry)} no more`,
      consequence: "It can't happen unseen any more.",
    })),
  ];
}

const unseen: Consequence = {
  reason:
    "nothing in this change makes that loss. When something does, here or on the running servers, `pulumi up` deletes without asking",
  notices: ["readers", "operators"],
  when: "in the next `pulumi up`",
  undo: "what is gone does not come back",
  todo: "leave it out, and put it beside the change that it is for",
};

type Acknowledging = Pick<Contract["streams"][number], "acknowledgeDataLoss">;

/** A loss stops `pulumi up` unless the contract acknowledges exactly this one. */
function guarded(change: Change, acknowledged: readonly string[]): Change {
  const entry = acknowledgementOf(change);
  if (acknowledged.includes(entry)) {
    return {
      ...change,
      reason: `${change.reason}. It happens in the next \`pulumi up\`: the contract acknowledges it`,
    };
  }
  return {
    ...change,
    reason: `${change.reason}. The next \`pulumi up\` stops unless the change is acknowledged`,
    todo: `${change.todo} by ${code(`acknowledgeDataLoss: [${JSON.stringify(entry)}]`)} in its file`,
  };
}
