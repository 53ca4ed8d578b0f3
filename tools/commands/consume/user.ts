import { clientConfig, eventConsumers, users } from "../../../stream-config";
import { UserError } from "../../lib/errors";

const durables: readonly string[] = eventConsumers.map(({ name }) => name);

/** Users of the contract that read a durable of events; of those there are a Secret and a rendered client. */
const consuming: readonly string[] = users
  .filter((user) => durables.includes(clientConfig(user)?.durable ?? ""))
  .map(({ name }) => name);

/** The user that is to consume. Throws UserError when the contract has none of this name that consumes events. */
export function consumingUser(given: string): string {
  if (consuming.includes(given)) return given;
  const known = consuming.join(", ");
  const add = "docs/add-a-consumer.md adds one";
  if (given === "")
    throw new UserError("No user is named", `make consume USER=… takes one of ${known}; ${add}.`);
  throw new UserError(
    `USER ${JSON.stringify(given)} is no user of the contract that consumes events`,
    `Use one of ${known}; ${add}.`,
  );
}
