import { accountOf, streamAccount } from "../acl/accounts";
import { isHandle } from "../owner";
import { quote } from "../quote";
import { type Problem, pairs, problemIf, type Rule } from "./problem";

/**
 * NATS refuses a stream's or consumer's name with white space, a dot, a wildcard or a slash, and one longer than 255.
 * https://docs.nats.io/running-a-nats-service/nats_admin/jetstream_admin/naming
 */
export const names: Rule = ({ streams, consumers }) => [
  ...streams.flatMap(({ name }) => nameProblems("streams", name)),
  ...consumers.flatMap(({ name }) => nameProblems("consumers", name)),
];

/** A user's name is part of an account's, a subject's and a Kubernetes object's. */
export const userNames: Rule = ({ users }) =>
  users.flatMap(({ name }) =>
    problemIf(
      !/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name),
      `users.${name}.name`,
      `${quote(name)} can't be a user's name; write lower-case letters, digits and -, beginning with a letter, ending with a letter or digit, at most 63`,
    ),
  );

/** Names of a kind are unique. */
export const uniqueNames: Rule = (contract) =>
  (["streams", "consumers", "users"] as const).flatMap((kind) =>
    pairs<{ readonly name: string }>(contract[kind])
      .filter(([one, other]) => one.name === other.name)
      .map(([{ name }]) => ({ at: `${kind}.${name}.name`, message: `${quote(name)} is the name of two` })),
  );

/** No two users share an account, and with it an inbox; nobody but publishers gets that of the streams. */
export const accounts: Rule = ({ users }) => [
  ...pairs(users)
    .filter(([one, other]) => one.name !== other.name && accountOf(one) === accountOf(other))
    .filter(([one]) => accountOf(one) !== streamAccount)
    .map(([one, other]) => ({
      at: `users.${other.name}.name`,
      message: `${quote(other.name)} gets the account ${accountOf(one)}, as ${quote(one.name)} does; rename one of them`,
    })),
  ...users
    .filter(({ name }) => name.toUpperCase() === streamAccount)
    .map(({ name }) => ({
      at: `users.${name}.name`,
      message: `${quote(name)} would get the account of the streams; choose another name`,
    })),
];

/** An owner is a handle that a forge can tell. */
export const owners: Rule = ({ streams, consumers, users, events }) => [
  ...streams.flatMap(({ name, owner }) => ownerProblems(`streams.${name}`, owner)),
  ...consumers.flatMap(({ name, owner }) => ownerProblems(`consumers.${name}`, owner)),
  ...users.flatMap(({ name, owner }) => ownerProblems(`users.${name}`, owner)),
  ...events.flatMap(({ subject, owner }) => ownerProblems(`events.${subject}`, owner)),
];

function ownerProblems(at: string, owner: string | undefined): readonly Problem[] {
  const wrong = owner !== undefined && !isHandle(owner);
  return problemIf(wrong, `${at}.owner`, `${quote(owner)} is no handle; write e.g. "@acme/billing"`);
}

function nameProblems(kind: "streams" | "consumers", name: string): readonly Problem[] {
  const at = `${kind}.${name}.name`;
  return [
    ...problemIf(
      !/^[A-Za-z0-9_-]{1,255}$/.test(name),
      at,
      `${quote(name)} can't be a name; write letters, digits, - and _, at most 255`,
    ),
    // In an ack subject a number is also where a count of deliveries or a sequence may stand.
    ...problemIf(
      /^\d+$/.test(name),
      at,
      `${quote(name)} is a number, which ack subjects confuse; add a letter`,
    ),
  ];
}
