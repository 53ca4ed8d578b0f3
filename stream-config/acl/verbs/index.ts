import { backupVerb } from "./backup";
import { consumeVerb } from "./consume";
import { depositVerb } from "./deposit";
import { manageVerb } from "./manage";
import { observeVerb } from "./observe";
import { publishVerb } from "./publish";
import { removeVerb } from "./remove";
import { replayVerb } from "./replay";
import { subscribeVerb } from "./subscribe";
import type { Verb } from "./verb";

/** Every verb, in the order of the documents' table. */
const table = {
  publish: publishVerb,
  subscribe: subscribeVerb,
  consume: consumeVerb,
  replay: replayVerb,
  backup: backupVerb,
  deposit: depositVerb,
  remove: removeVerb,
  observe: observeVerb,
  manage: manageVerb,
};

/** The name of a verb. */
export type VerbName = keyof typeof table;

/** What a user may do, as a verb and its objects. */
export type Grant = GrantIn<(typeof table)[VerbName]>;

/** The right of one verb. */
export type GrantOf<Name extends VerbName> = Extract<Grant, { readonly verb: Name }>;

type GrantIn<Each> = Each extends Verb<infer Of> ? Of : never;

/** Verbs by the names that grants have them under. */
export const verbs: { readonly [Name in VerbName]: Verb<GrantOf<Name>> } = table;

/** What there is to know of a grant's verb. */
export function verbOf(grant: Grant): Verb<Grant> {
  return verbs[grant.verb];
}

/** The verb of a grant of another revision, of which only names are left; undefined for one that is not known. */
export function verbNamed(name: string): Verb<Grant> | undefined {
  return Object.hasOwn(verbs, name) ? verbs[name as VerbName] : undefined;
}
