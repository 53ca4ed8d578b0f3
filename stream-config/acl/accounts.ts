import { type Service, servicesOf } from "./services";
import type { UserDefinition } from "./user";

/** The account that holds the streams; its only users are publishers, and who backs up. */
export const streamAccount = "AUTH";

/** What the other accounts see JetStream's API under, in place of `$JS.API`. */
export const importedApiPrefix = "AUTHJS";

/** True for users that publish events. */
export function isPublisher(user: UserDefinition): boolean {
  return user.grants.some((grant) => grant.verb === "publish");
}

/**
 * True for users in the account of the streams: publishers, and who backs up. The server delivers a copy of a stream, and
 * takes one, only within the stream's account: what crosses to it gets a header, which would become part of the copy.
 */
export function isInStreamAccount(user: UserDefinition): boolean {
  return user.grants.some(({ verb }) => verb === "publish" || verb === "backup");
}

/**
 * The account of a user. NATS does not check reply subjects, so a user in the streams' account could have an answer
 * delivered under `auth.user.*` and thereby store it; from an account of its own it can't.
 */
export function accountOf(user: UserDefinition): string {
  return isInStreamAccount(user) ? streamAccount : user.name.toUpperCase().replaceAll("-", "_");
}

/** Prefix of the JetStream API for this user: the `apiPrefix` option of the nats client. */
export function apiPrefixOf(user: UserDefinition): string {
  return isInStreamAccount(user) ? "$JS.API" : importedApiPrefix;
}

/** Prefix of the user's private reply inbox: the `inboxPrefix` option of the nats client. */
export function inboxPrefixOf(user: UserDefinition): string {
  return `_INBOX_${user.name}`;
}

/** A service's subject as its importers know it: the API under the imported prefix, acks unchanged. */
export function importedSubject(subject: string): string {
  return subject.replace(/^\$JS\.API\./, `${importedApiPrefix}.`);
}

/** All services behind a user's grants, each once. */
export function userServices(user: UserDefinition): readonly Service[] {
  const bySubject = new Map(user.grants.flatMap(servicesOf).map((service) => [service.subject, service]));
  return [...bySubject.values()];
}

/** All subjects that a user gets straight from their publisher, each once. */
export function userTopics(user: UserDefinition): readonly string[] {
  return [...new Set(user.grants.flatMap((grant) => (grant.verb === "subscribe" ? grant.subjects : [])))];
}
