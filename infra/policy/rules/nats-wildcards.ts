import { subjectsOverlap } from "../../../stream-config/subjects";
import type { NatsMap } from "../../nats-conf/parse";
import { checkUserFiles, isUserFile } from "../nats/check";
import { entry } from "../nats/read";
import { type NatsUser, usersOf } from "../nats/users";
import type { ResourceRule } from "../rule";

/** Replies to all users travel under the default inbox prefix, so a right to it is a right to read them. */
const sharedInbox = "_INBOX.>";

/** Nobody may do everything, and nobody may read or forge other users' replies. */
export const natsWildcards: ResourceRule = {
  name: "nats-wildcards",
  description: "No NATS user has rights to all subjects or to the shared inbox `_INBOX.>`.",
  scope: "resource",
  check: checkUserFiles((config) => [...checkInclude(config), ...usersOf(config).flatMap(checkUser)]),
};

/** Users that are in a file of their own are checked with that file, if its name is one that we look for. */
function checkInclude(config: NatsMap): string[] {
  const file = entry(config, "include");
  if (file !== undefined && isUserFile(String(file))) return [];
  if (file !== undefined) {
    return [`Users may be declared in ${file}, where no rule looks: name the file accounts.conf.`];
  }
  return usersOf(config).length > 0
    ? []
    : ["Anyone may connect and do everything: declare users in accounts."];
}

function checkUser(user: NatsUser): string[] {
  return (["publish", "subscribe"] as const).flatMap((verb) => {
    const allowed = user[verb];
    const who = `NATS user ${user.name} of account ${user.account}`;
    if (allowed === "everything") {
      return [
        `${who} may ${verb} to everything, because it has no allow list. List its subjects, or deny: [">"].`,
      ];
    }
    return allowed
      .filter((subject) => subjectsOverlap(subject, sharedInbox))
      .map(
        (subject) =>
          `${who} may ${verb} to ${JSON.stringify(subject)}. Grant only what it needs, with a private inbox ` +
          `(_INBOX_${user.name}.>), as the grants in stream-config/users/ do.`,
      );
  });
}
