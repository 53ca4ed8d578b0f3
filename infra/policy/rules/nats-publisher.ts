import { subjectsOverlap } from "../../../stream-config/subjects";
import type { NatsMap, NatsValue } from "../../nats-conf/parse";
import { checkUserFiles } from "../nats/check";
import { asList, asMap, entry } from "../nats/read";
import { usersOf } from "../nats/users";
import type { ResourceRule } from "../rule";

const events = "auth.user.>";
const publisher = "auth-service";

/** Consumers trust an event because only one user can have written it. */
export const natsPublisher: ResourceRule = {
  name: "nats-publisher",
  description: "Only the NATS user `auth-service` can publish under `auth.user`.",
  scope: "resource",
  check: checkUserFiles((config) => [...checkUsers(config), ...checkAccounts(config)]),
};

function checkUsers(config: NatsMap): string[] {
  return usersOf(config)
    .filter(({ name }) => name !== publisher)
    .flatMap(({ name, account, publish }) =>
      (publish === "everything" ? [">"] : publish)
        .filter((subject) => subjectsOverlap(subject, events))
        .map(
          (subject) =>
            `NATS user ${name} of account ${account} may publish to ${JSON.stringify(subject)}, which reaches ` +
            `${events}. Remove the grant; events are written by ${publisher} alone.`,
        ),
    );
}

/** Another account reaches the subjects through a service export, and any subject may be mapped to them. */
function checkAccounts(config: NatsMap): string[] {
  return Object.entries(asMap(entry(config, "accounts"))).flatMap(([account, block]) => [
    ...asList(entry(block, "exports", "export"))
      .map((item) => entry(item, "service"))
      .filter(reachesEvents)
      .map(
        (service) => `Account ${account} exports the service ${show(service)} to other accounts: ${unexport}`,
      ),
    ...Object.entries(asMap(entry(block, "mappings", "maps")))
      .filter(([, destinations]) => asList(destinations).some((to) => reachesEvents(destinationOf(to))))
      .map(
        ([from]) => `Account ${account} maps ${show(from)} to subjects under ${events}: remove the mapping.`,
      ),
  ]);
}

const unexport = `whoever imports it can publish under ${events}. Remove it, or export it as a stream.`;

function reachesEvents(subject: NatsValue | undefined): boolean {
  return typeof subject === "string" && subjectsOverlap(subject, events);
}

/** A destination is a subject, or a block with a weight. */
function destinationOf(destination: NatsValue): NatsValue | undefined {
  return typeof destination === "string" ? destination : entry(destination, "destination", "dest");
}

function show(subject: NatsValue | undefined): string {
  return JSON.stringify(subject);
}
