import {
  accountNameOf,
  accountOf,
  importedSubject,
  isInStreamAccount,
  liveEventsOf,
  requestsOf,
  streamAccount,
} from "../acl/accounts";
import { permissionsOf } from "../acl/permissions";
import type { RequestSubject } from "../acl/requests";
import type { UserDefinition } from "../acl/user";
import { quote } from "../quote";

/**
 * The accounts section of nats-server's configuration: the same text for every stack, because each user's public key
 * is a variable that `renderKeys` defines above it.
 */
export function renderAccounts(users: readonly UserDefinition[]): string {
  const others = users.filter((user) => !isInStreamAccount(user));
  const accounts = [
    renderStreamAccount(users.filter(isInStreamAccount), others),
    ...others.map(renderImporter),
  ];
  return `accounts {\n${indent(accounts.join("\n"))}\n}\n`;
}

/** The variable that holds a user's public key. */
export function keyVariable(userName: string): string {
  return `NKEY_${accountNameOf(userName)}`;
}

/** Definitions of the key variables. `publicKeys` maps user names to public nkeys ("U…"). */
export function renderKeys(publicKeys: Readonly<Record<string, string>>): string {
  return Object.entries(publicKeys)
    .map(([name, key]) => `${keyVariable(name)}: ${key}\n`)
    .join("");
}

function renderStreamAccount(
  insiders: readonly UserDefinition[],
  importers: readonly UserDefinition[],
): string {
  return block(streamAccount, ["jetstream: enabled", usersList(insiders), exportsList(importers)]);
}

function renderImporter(user: UserDefinition): string {
  const imports = [...requestsOf(user).map(renderImport), ...liveEventsOf(user).map(renderEventImport)];
  return block(accountOf(user), [usersList([user]), list("imports", imports)]);
}

function usersList(users: readonly UserDefinition[]): string {
  return list("users", users.map(renderUser));
}

function renderUser(user: UserDefinition): string {
  const { publish, subscribe } = permissionsOf(user);
  const permissions = `{ publish: ${renderSide(publish)}, subscribe: ${renderSide(subscribe)} }`;
  return `{ nkey: $${keyVariable(user.name)}, permissions: ${permissions} }`;
}

/** An empty allow list would mean "everything" to the server. */
function renderSide(subjects: readonly string[]): string {
  return subjects.length === 0 ? '{ deny: [">"] }' : `{ allow: [${subjects.map(quote).join(", ")}] }`;
}

function exportsList(importers: readonly UserDefinition[]): string {
  const requests = byImporters(importers, requestsOf, ({ subject }) => subject);
  const events = byImporters(importers, liveEventsOf, (subject) => subject);
  return list("exports", [
    ...requests.map(({ item, accounts }) => renderExport(item, accounts)),
    ...events.map(({ item, accounts }) => `{ stream: ${quote(item)}, accounts: ${accounts} }`),
  ]);
}

/** What the users import, each once, with the accounts of those who do as a list. */
function byImporters<Item>(
  importers: readonly UserDefinition[],
  itemsOf: (user: UserDefinition) => readonly Item[],
  keyOf: (item: Item) => string,
): { readonly item: Item; readonly accounts: string }[] {
  const found = new Map<string, { item: Item; accounts: string[] }>();
  for (const user of importers) {
    for (const item of itemsOf(user)) {
      const { accounts } = found.get(keyOf(item)) ?? { accounts: [] };
      found.set(keyOf(item), { item, accounts: [...accounts, quote(accountOf(user))] });
    }
  }
  return [...found.values()].map(({ item, accounts }) => ({ item, accounts: `[${accounts.join(", ")}]` }));
}

function renderExport({ subject, reply }: RequestSubject, accounts: string): string {
  const response = reply === "stream" ? ", response_type: stream" : "";
  return `{ service: ${quote(subject)}, accounts: ${accounts}${response} }`;
}

function renderImport({ subject }: RequestSubject): string {
  const imported = importedSubject(subject);
  const rename = imported === subject ? "" : `, to: ${quote(imported)}`;
  return `{ service: { account: ${quote(streamAccount)}, subject: ${quote(subject)} }${rename} }`;
}

function renderEventImport(subject: string): string {
  return `{ stream: { account: ${quote(streamAccount)}, subject: ${quote(subject)} } }`;
}

function block(name: string, parts: readonly string[]): string {
  return `${quote(name)} {\n${indent(parts.join("\n"))}\n}`;
}

function list(name: string, items: readonly string[]): string {
  return `${name}: [\n${indent(items.join("\n"))}\n]`;
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}
