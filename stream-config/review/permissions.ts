import { isDeepStrictEqual } from "node:util";
import { importedApiPrefix } from "../acl/accounts";
import { verbNamed } from "../acl/verbs";
import type { Contract, ContractUser } from "./contract";
import { pairs } from "./pairs";
import type { Finding, PermissionChange } from "./report";
import { actsOf } from "./rights";
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

/**
 * What a user may do by its permissions that no difference of its grants explains: the rendering of grants has changed,
 * or the grants that servers were configured from aren't known.
 * Where the grants differ too, only what no grant of any verb gives is told.
 */
export function sideways(
  before: ContractUser | undefined,
  after: ContractUser,
  grantsDiffer: boolean,
): Finding[] {
  const old = before?.permissions ?? none;
  const gained = (["publish", "subscribe"] as const).flatMap((side) =>
    uncovered(after.permissions[side], old[side])
      .filter((subject) => (grantsDiffer ? isAlarming(subject, side, after) : !createsOwn(subject, after)))
      .map((subject) => gain(after.name, side, subject)),
  );
  if (before?.grantsFrom === "permissions") {
    return [...gained, ...narrower(before, after)].map((finding) => ({
      ...finding,
      consequence: fromServers,
    }));
  }
  return gained.length > 0 || grantsDiffer || before === undefined ? gained : narrower(before, after);
}

const fromServers =
  "It counts as soon as the servers take the new configuration. Which grant it came from, or comes from, they don't tell.";

function narrower(before: ContractUser, { name, permissions }: ContractUser): Finding[] {
  return (["publish", "subscribe"] as const).flatMap((side) => {
    const lost = uncovered(before.permissions[side], permissions[side]).filter(
      (subject) => !createsOwn(subject, before),
    );
    if (lost.length === 0) return [];
    const change = `${code(name)} may no longer ${side === "publish" ? "publish" : "subscribe"} to ${codes(lost)}`;
    return [about(name, "narrows", change)];
  });
}

function gain(name: string, side: keyof Permissions, subject: string): Finding {
  const meaning = side === "publish" ? meaningOf(subject) : "";
  return about(name, "widens", `${code(name)} may now ${side} to ${code(subject)}${meaning}`);
}

/** The subject to create a consumer ends with the consumer's filter, so it follows the consumer and not the grant. */
function createsOwn(subject: string, user: ContractUser): boolean {
  return user.grants
    .filter(({ verb }) => verbNamed(verb)?.declares)
    .flatMap(({ stream = "", consumers }) => consumers.map((name) => `.CONSUMER.CREATE.${stream}.${name}`))
    .some((creates) => `${subject}.`.includes(`${creates}.`));
}

const meanings: readonly (readonly [RegExp, string])[] = [
  [/\.STREAM\.PURGE\./, "delete all messages"],
  [/\.STREAM\.MSG\.DELETE\./, "delete single messages"],
  [/\.(STREAM\.MSG|DIRECT)\.GET\./, "read any stored message"],
  [/\.STREAM\.(CREATE|UPDATE|DELETE|RESTORE|SNAPSHOT)\./, "create, change, delete or copy the stream"],
  [/\.CONSUMER\.(DURABLE\.)?CREATE\./, "create a consumer"],
  [/\.CONSUMER\.MSG\.NEXT\./, "take messages of a consumer"],
  [/^\$SYS\./, "reach the servers' own account"],
];

function meaningOf(subject: string): string {
  const meaning = meanings.find(([pattern]) => pattern.test(subject));
  return meaning === undefined ? "" : `: it can ${meaning[1]}`;
}

/** Subjects that no verb gives, or far too many at once. */
function isAlarming(subject: string, side: keyof Permissions, user: ContractUser): boolean {
  const [first = ""] = subject.split(".");
  if (["*", ">", "$SYS", "_INBOX"].includes(first)) return true;
  if (side === "subscribe") return false;
  const own = user.grants.flatMap(({ verb, subjects }) => (writes(verb) ? subjects : []));
  const isApi = first === "$JS" || first === importedApiPrefix;
  if (user.grants.some(({ verb, stream }) => subject.endsWith(`.${openlyOf(verb)}.${stream}`))) return false;
  return (!isApi && !own.includes(subject)) || /\.STREAM\.(PURGE|MSG\.|RESTORE)/.test(subject);
}

function writes(verb: string): boolean {
  const acts = actsOf(verb);
  return acts !== "reading only" && acts.on === "subjects";
}

/** The call that would alarm, but for the verb that gives it openly. */
function openlyOf(verb: string): string {
  const acts = actsOf(verb);
  return acts === "reading only" ? "nothing alarming" : acts.openly;
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

function about(name: string, of: Finding["class"], change: string): Finding {
  const consequence = "No change of its grants gives or takes this: what grants are rendered to has changed.";
  return { class: of, kind: "user", name, change, consequence };
}
