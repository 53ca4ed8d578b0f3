import { authEvents, contract, isWithin, userRegistered } from "../../../stream-config";

/** Every user that consumes events, with its durable and a type that it gets. */
export const consumingUsers = contract.users.flatMap(({ name, grants }) =>
  grants.flatMap((grant) => {
    if (grant.verb !== "consume" || grant.consumer.stream !== authEvents.name) return [];
    const { name: durable } = grant.consumer;
    return [{ user: name, durable, type: typeOf(durable) }];
  }),
);

/** Of those that a consumer gets, the one that it shares with most others. */
function typeOf(durable: string): string {
  const filters = contract.consumers.find(({ name }) => name === durable)?.filterSubjects ?? [];
  const types = contract.events.map(({ subject }) => subject);
  const wanted = types.filter((type) => filters.some((filter) => isWithin(type, filter)));
  return wanted.find((type) => type === userRegistered.subject) ?? wanted[0]!;
}
