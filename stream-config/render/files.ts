import { clientConfig } from "../acl/connection";
import type { UserDefinition } from "../acl/user";
import { renderAccounts } from "./accounts";
import { renderClientCommands, renderClientJson } from "./client";

/** Where clients' configurations are, in the folder of rendered files: nothing else is there. */
export const clientsDir = "clients";

/** What users' rights are rendered to, by path in the folder `rendered/`: the servers' accounts, the clients' configurations. */
export function renderUserFiles(users: readonly UserDefinition[]): Record<string, string> {
  return { "accounts.conf": renderAccounts(users), ...clientFiles(users) };
}

/** What each consuming user's client has to set, for programs and for the `nats` CLI. */
function clientFiles(users: readonly UserDefinition[]): Record<string, string> {
  const configs = users.map(clientConfig).filter((config) => config !== undefined);
  return Object.fromEntries(
    configs.flatMap((config) => {
      const path = `${clientsDir}/${config.name}`;
      return [
        [`${path}.json`, renderClientJson(config)],
        [`${path}.txt`, renderClientCommands(config)],
      ];
    }),
  );
}
