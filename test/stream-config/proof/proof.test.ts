import { beforeAll, describe, expect, test } from "vitest";
import {
  authEvents,
  type Contract,
  contract,
  notifications,
  type UserDefinition,
} from "../../../stream-config";
import { backup } from "../../../stream-config/acl/verbs/backup";
import { publish } from "../../../stream-config/acl/verbs/publish";
import { replay } from "../../../stream-config/acl/verbs/replay";
import { subscribe } from "../../../stream-config/acl/verbs/subscribe";
import { afterFile } from "../../support/after-file";
import { type ContractServer, startContractServer } from "../support/contract-server";
import { attemptsOn } from "./attempts";
import { expected } from "./expected";
import { nameOf, refusedBy } from "./live";
import { matches, parseRendered } from "./rendered";

/** Users of the verbs that the shipped contract has no user for, and mixtures. */
const more: readonly UserDefinition[] = [
  { name: "archive", grants: [replay(authEvents)] },
  { name: "keeper", grants: [backup(authEvents)] },
  { name: "listener", grants: [subscribe(authEvents, ["auth.user.registered"])] },
  { name: "dashboard", grants: [subscribe(authEvents, ["auth.user.*"]), replay(authEvents)] },
  { name: "importer", grants: [publish(authEvents, ["auth.user.registered"])] },
  { name: "idle", grants: [] },
  {
    name: "many-filters",
    grants: [
      {
        verb: "manage",
        stream: authEvents,
        consumers: [{ ...notifications, filterSubjects: ["auth.user.registered", "auth.user.logged_in"] }],
      },
    ],
  },
];

const finished = afterFile();

describe.each<[string, Contract]>([
  ["shipped contract", contract],
  ["contract with every verb", { ...contract, users: [...contract.users, ...more] }],
])("proof - %s", (_, { users, ...rest }) => {
  const attempts = attemptsOn({ users, ...rest });
  const rendered = parseRendered(users);
  let server: ContractServer;

  beforeAll(async () => {
    server = await startContractServer({ users }, { onFinished: finished });
  });

  test.each(users.map((user) => [user.name, user] as const))(
    "%s - grants, rendered permissions and the server agree on every subject",
    async (name, user) => {
      const allowed = attempts.filter((attempt) => expected(user, attempt)).map(nameOf);
      const matched = attempts.filter((attempt) => matches(rendered.get(name)!, attempt)).map(nameOf);
      expect(matched).toEqual(allowed);
      const refused = await refusedBy(await server.connectAs(user), attempts);
      expect(attempts.map(nameOf).filter((attempt) => !refused.has(attempt))).toEqual(allowed);
    },
  );
});
