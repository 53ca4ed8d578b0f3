import { consumedBy, isReplay } from "../acl/connection";
import type { UserDefinition } from "../acl/user";
import { type Grant, verbOf, verbs } from "../acl/verbs";
import { quote } from "../quote";
import { subjectsOverlap } from "../subjects";
import { type Problem, pairs, problemIf, type Rule } from "./problem";

/** Rights are on what the contract declares, and no wider than it. */
export const grants: Rule = (contract) =>
  contract.users.flatMap(({ name, grants }) =>
    grants.flatMap((grant) =>
      verbOf(grant)
        .problems(grant, contract)
        .map((message) => ({ at: `users.${name}.${grant.verb}`, message })),
    ),
  );

/** One durable consumer, and one that gives events again, for one user: a client is handed one configuration. */
export const oneConsumer: Rule = ({ users }) =>
  users.flatMap((user) => {
    const consumed = consumedBy(user);
    const again = consumed.filter(isReplay).length;
    return problemIf(
      again > 1 || consumed.length - again > 1,
      `users.${user.name}.consume`,
      "a user consumes one consumer; make a user for each",
    );
  });

/** A durable consumer gives each message to one who asks: two users on it would take each other's. */
export const oneReader: Rule = ({ users }) => {
  const readers = new Map<string, string>();
  return users.flatMap((user) =>
    consumedBy(user).flatMap(({ stream, name }) => {
      const first = readers.get(`${stream} ${name}`) ?? user.name;
      readers.set(`${stream} ${name}`, first);
      return problemIf(
        first !== user.name,
        `users.${user.name}.consume`,
        `${quote(name)} is read by ${quote(first)} already, and each would take messages from the other; make a consumer of its own`,
      );
    }),
  );
};

/** In the streams' account no import bounds a user's other rights, and replies are stored. */
export const oneVerbInStreamAccount: Rule = ({ users }) =>
  users.flatMap((user) => {
    const own = verbOfStreamAccount(user);
    return own === undefined ? [] : otherRights(user, own);
  });

/** A message is delivered once for each subscription right that it matches. */
export const overlappingSubscriptions: Rule = ({ users }) =>
  users.flatMap(({ name, grants }) =>
    pairs(grants.flatMap(subscriptions))
      .filter(([one, other]) => subjectsOverlap(one.subject, other.subject))
      .map(([one, other]) => ({
        at: `users.${name}.${other.verb}`,
        message: `${quote(other.subject)} overlaps ${quote(one.subject)}; leave the narrower one out`,
      })),
  );

function subscriptions(grant: Grant) {
  const { subscribes } = verbOf(grant).subjects(grant);
  return subscribes.map((subject) => ({ verb: grant.verb, subject }));
}

interface OwnVerb {
  readonly verb: string;
  /** What a user is that has it. */
  readonly who: string;
}

/** The verb for which a user lives in the account of the streams. */
function verbOfStreamAccount({ grants }: UserDefinition): OwnVerb | undefined {
  const granted = Object.entries(verbs).filter(([name]) => grants.some(({ verb }) => verb === name));
  const [own] = granted.flatMap(([verb, { account }]) =>
    account.of === "streams" ? [{ verb, who: account.who }] : [],
  );
  return own;
}

function otherRights({ name, grants }: UserDefinition, own: OwnVerb): readonly Problem[] {
  return grants
    .filter((grant) => grant.verb !== own.verb && verbOf(grant).account.of !== "any")
    .map(({ verb }) => ({
      at: `users.${name}.${verb}`,
      message: `${own.who} has no other rights; make a user of its own for ${quote(verb)}`,
    }));
}
