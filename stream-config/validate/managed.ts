import type { GrantOf } from "../acl/grants";
import type { Contract } from "../contract";
import { quote, type Rule } from "./problem";

/** `pulumi up` declares what the contract has, as a user who manages it. */
export const managed: Rule = (contract) => {
  const grants = manageGrants(contract);
  const streams = contract.streams
    .filter(({ name }) => !grants.some(({ stream }) => stream.name === name))
    .map(({ name }) => ({ at: `streams.${name}`, name }));
  const consumers = contract.consumers
    .filter(({ name }) => !grants.some((grant) => grant.consumers.some((consumer) => consumer.name === name)))
    .map(({ name }) => ({ at: `consumers.${name}`, name }));
  return [...streams, ...consumers].map(({ at, name }) => ({
    at,
    message: `no user manages ${quote(name)}, so it can't be declared; add it to users/stream-admin.ts`,
  }));
};

function manageGrants({ users }: Contract): readonly GrantOf<"manage">[] {
  return users.flatMap(({ grants }) => grants.filter((grant) => grant.verb === "manage"));
}
