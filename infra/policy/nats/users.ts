import type { NatsMap, NatsValue } from "../../nats-conf/parse";
import { asList, asMap, entry } from "./read";

/** What one side of a user's permissions lets it do. No allow list means everything to the server. */
export type Allowed = "everything" | readonly string[];

/** A user as nats-server sees it. */
export interface NatsUser {
  readonly name: string;
  readonly account: string;
  readonly publish: Allowed;
  readonly subscribe: Allowed;
}

/** The account of users outside `accounts`. */
const globalAccount = "$G";

/**
 * Every user of a nats-server configuration.
 * https://docs.nats.io/running-a-nats-service/configuration/securing_nats/authorization
 */
export function usersOf(config: NatsMap): NatsUser[] {
  const accounts = Object.entries(asMap(entry(config, "accounts")));
  return [[globalAccount, entry(config, "authorization")] as const, ...accounts].flatMap(([account, block]) =>
    asList(entry(block, "users")).map((user) => readUser(config, account, block, user)),
  );
}

function readUser(config: NatsMap, account: string, block: NatsValue | undefined, user: NatsValue): NatsUser {
  const permissions =
    entry(user, "permissions", "permission", "authorization") ??
    entry(block, "default_permissions") ??
    entry(entry(config, "authorization"), "default_permissions");
  return {
    name: nameOf(config, user),
    account,
    publish: readSide(entry(permissions, "publish", "pub", "import")),
    subscribe: readSide(entry(permissions, "subscribe", "sub", "export")),
  };
}

function readSide(side: NatsValue | undefined): Allowed {
  if (typeof side === "string" || Array.isArray(side)) return asList(side).map(subjectOf);
  const allow = asList(entry(side, "allow")).map(subjectOf);
  if (allow.length > 0) return allow;
  return asList(entry(side, "deny")).includes(">") ? [] : "everything";
}

/** An entry may name a queue group after the subject. */
function subjectOf(value: NatsValue): string {
  return String(value).split(/\s+/)[0] ?? "";
}

/** A user's public key is in a variable that bears the user's name: NKEY_AUTH_SERVICE is auth-service's. */
function nameOf(config: NatsMap, user: NatsValue): string {
  const id = String(entry(user, "nkey", "user", "username") ?? "without a name");
  const variable = Object.entries(config).find(
    ([key, value]) => key.startsWith("NKEY_") && value === id,
  )?.[0];
  const name = variable ?? (id.startsWith("$NKEY_") ? id.slice(1) : undefined);
  return name === undefined ? id : name.slice("NKEY_".length).toLowerCase().replaceAll("_", "-");
}
