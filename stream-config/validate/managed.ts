import { verbOf } from "../acl/verbs";
import { type GrantNames, namesOf } from "../acl/verbs/names";
import type { Contract } from "../contract";
import { quote } from "../quote";
import type { Rule } from "./problem";

/** `pulumi up` declares what the contract has, as a user who manages it. */
export const managed: Rule = (contract) => {
  const managed = managedBy(contract);
  const streams = contract.streams
    .filter(({ name }) => !managed.some(({ stream }) => stream === name))
    .map(({ name }) => ({ at: `streams.${name}`, name }));
  const consumers = contract.consumers
    .filter(({ name }) => !managed.some((grant) => grant.consumers.includes(name)))
    .map(({ name }) => ({ at: `consumers.${name}`, name }));
  return [...streams, ...consumers].map(({ at, name }) => ({
    at,
    message: `no user manages ${quote(name)}, so it can't be declared; add it to users/stream-admin.ts`,
  }));
};

function managedBy({ users }: Contract): readonly GrantNames[] {
  return users.flatMap(({ grants }) => grants.filter((grant) => verbOf(grant).declares).map(namesOf));
}
