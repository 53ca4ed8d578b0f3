import { isDeepStrictEqual } from "node:util";
import { verbNamed } from "../acl/verbs";
import type { Contract, ContractUser } from "./contract";
import { pairs } from "./pairs";
import type { Finding, PermissionChange } from "./report";
import { uncovered } from "./subjects";
import { code, codes } from "./words";

type Permissions = ContractUser["permissions"];

const none: Permissions = { publish: [], subscribe: [] };

/** How each user's exact permissions change; users whose permissions stay are left out. */
export function permissionChanges(base: Contract, head: Contract): PermissionChange[] {
  return pairs(base.users, head.users, ({ name }) => name)
    .map(({ name, before, after }) => change(name, before?.permissions ?? none, after?.permissions ?? none))
    .filter(({ publish, subscribe }) => !isEmpty(publish) || !isEmpty(subscribe));
}

const sides = ["publish", "subscribe"] as const;

type Side = (typeof sides)[number];

/**
 * What a user may do that its grants don't explain, and what they give and it may not do: the same grants are rendered
 * otherwise than the revision before would have. `expected` is what that would have given it.
 */
export function unexplained(expected: Permissions, after: ContractUser): Finding[] {
  return differences(expected, after.permissions).flatMap(({ side, gained, lost }) => [
    ...gained.map((subject) => gain(after.name, side, subject)),
    ...loss(after.name, side, lost, otherRendering),
  ]);
}

const otherRendering =
  "No change of its grants gives or takes this: the same grants are rendered to other permissions than before.";

/** How a user's permissions differ from those on servers, which don't tell the grants behind them. */
export function fromServers(before: ContractUser, after: ContractUser, grantsDiffer: boolean): Finding[] {
  const own = (subject: string) => createsOwn(subject, before) || createsOwn(subject, after);
  return differences(before.permissions, after.permissions).flatMap(({ side, gained, lost }) => [
    ...(grantsDiffer ? [] : gained.filter((subject) => !own(subject))).map((subject) => ({
      ...gain(after.name, side, subject),
      consequence: untold,
    })),
    ...loss(
      after.name,
      side,
      lost.filter((subject) => !own(subject)),
      untold,
    ),
  ]);
}

const untold = "Which grant it came from, or comes from, the servers don't tell.";

function differences(before: Permissions, after: Permissions) {
  return sides.map((side) => ({
    side,
    gained: uncovered(after[side], before[side]),
    lost: uncovered(before[side], after[side]),
  }));
}

function gain(name: string, side: Side, subject: string): Finding {
  return {
    ...about(
      name,
      "unexplained",
      `${code(name)} may now ${side} to ${code(subject)}: ${meaningOf(side, subject)}`,
    ),
    consequence: otherRendering,
    notices: ["operators"],
    when: "when the servers take the new configuration",
    undo: "setting it back ends it, and what happened meanwhile stays",
    todo: "find the change in acl/ or render/ that gives it, and ask why no grant says so",
  };
}

function loss(name: string, side: Side, lost: readonly string[], consequence: string): Finding[] {
  if (lost.length === 0) return [];
  return [
    { ...about(name, "narrows", `${code(name)} may no longer ${side} to ${codes(lost)}`), consequence },
  ];
}

/** The subject to create a consumer ends with the consumer's filter, so it follows the consumer and not the grant. */
function createsOwn(subject: string, user: ContractUser): boolean {
  return user.grants
    .filter(({ verb }) => verbNamed(verb)?.declares)
    .flatMap(({ stream = "", consumers }) => consumers.map((name) => `.CONSUMER.CREATE.${stream}.${name}`))
    .some((creates) => `${subject}.`.includes(`${creates}.`));
}

const meanings: readonly (readonly [RegExp, string])[] = [
  [/^[*>]/, "it can reach every subject of its account"],
  [/\.STREAM\.PURGE\./, "it can delete all messages"],
  [/\.STREAM\.MSG\.DELETE\./, "it can delete single messages"],
  [/\.(STREAM\.MSG|DIRECT)\.GET\./, "it can read any stored message"],
  [/\.STREAM\.(CREATE|UPDATE|DELETE|RESTORE|SNAPSHOT)\./, "it can create, change, delete or copy the stream"],
  [/\.CONSUMER\.(DURABLE\.)?CREATE\./, "it can create a consumer, and read what that gets"],
  [/\.CONSUMER\.DELETE\./, "it can delete a consumer with its position"],
  [/\.CONSUMER\.MSG\.NEXT\./, "it can take messages of a consumer"],
  [/^\$JS\.ACK\./, "it can acknowledge messages, so that nobody gets them again"],
  [/\.(INFO|NAMES|LIST)(\.|$)/, "it can read configuration and state"],
  [/^\$SYS\./, "it can reach the servers' own account"],
  [/^(\$JS|[A-Z]+JS)\./, "it can call JetStream's API"],
];

function meaningOf(side: Side, subject: string): string {
  const meaning = meanings.find(([pattern]) => pattern.test(subject))?.[1];
  if (side === "subscribe") return "it gets what is sent there";
  return meaning ?? "it can send messages there";
}

function change(user: string, before: Permissions, after: Permissions): PermissionChange {
  if (isDeepStrictEqual(before, after)) return { user, publish: same, subscribe: same };
  return {
    user,
    publish: difference(before.publish, after.publish),
    subscribe: difference(before.subscribe, after.subscribe),
  };
}

const same = { added: [], removed: [] };

function difference(before: readonly string[], after: readonly string[]) {
  const [old, now] = [new Set(before), new Set(after)];
  return {
    added: after.filter((subject) => !old.has(subject)),
    removed: before.filter((subject) => !now.has(subject)),
  };
}

function isEmpty({ added, removed }: PermissionChange["publish"]): boolean {
  return added.length === 0 && removed.length === 0;
}

function about(name: string, of: Finding["class"], change: string): Omit<Finding, "consequence"> {
  return { class: of, kind: "user", name, change };
}
