import type { RequestSubject } from "./requests";
import type { UserDefinition } from "./user";
import { verbOf } from "./verbs";

/** The account that holds the streams; its only users are publishers, and who backs up. */
export const streamAccount = "AUTH";

/** What the other accounts see JetStream's API under, in place of `$JS.API`. */
export const importedApiPrefix = "AUTHJS";

/** True for users in the account of the streams: publishers, and who backs up. */
export function isInStreamAccount(user: UserDefinition): boolean {
  return user.grants.some((grant) => verbOf(grant).account.of === "streams");
}

/**
 * The account of a user. NATS does not check reply subjects, so a user in the streams' account could have an answer
 * delivered under `auth.user.*` and thereby store it; from an account of its own it can't.
 */
export function accountOf(user: UserDefinition): string {
  return isInStreamAccount(user) ? streamAccount : accountNameOf(user.name);
}

/** The name of an account of a user's own. */
export function accountNameOf(userName: string): string {
  return userName.toUpperCase().replaceAll("-", "_");
}

/** Prefix of the JetStream API for this user: the `apiPrefix` option of the nats client. */
export function apiPrefixOf(user: UserDefinition): string {
  return isInStreamAccount(user) ? "$JS.API" : importedApiPrefix;
}

/** Prefix of the user's private reply inbox: the `inboxPrefix` option of the nats client. */
export function inboxPrefixOf(user: UserDefinition): string {
  return `_INBOX_${user.name}`;
}

/** A subject as it is known to an account that imports it: the API under the imported prefix, acks unchanged. */
export function importedSubject(subject: string): string {
  return subject.replace(/^\$JS\.API\./, `${importedApiPrefix}.`);
}

/** The subjects of all requests behind a user's grants, each once. */
export function requestsOf({ grants }: UserDefinition): readonly RequestSubject[] {
  const requests = grants.flatMap((grant) => verbOf(grant).subjects(grant).requests);
  return [...new Map(requests.map((request) => [request.subject, request])).values()];
}

/** The subjects of all events that a user gets straight from their publisher, each once. */
export function liveEventsOf({ grants }: UserDefinition): readonly string[] {
  return [...new Set(grants.flatMap((grant) => verbOf(grant).subjects(grant).subscribes))];
}
