import { accountOf } from "../acl/accounts";
import { connectionSettings } from "../acl/connection";
import { permissionsOf } from "../acl/permissions";
import type { UserDefinition } from "../acl/user";
import { namesOf } from "../acl/verbs/names";
import type { Contract as Definitions } from "../contract";
import { renderAccounts } from "../render/accounts";
import { renderUserFiles } from "../render/files";
import { type Problem, validate } from "../validate";
import type { Contract, ContractUser } from "./contract";

/** What a contract's index exports, of any age: what it lacks is taken from this one. */
export interface ContractExports {
  readonly streams?: readonly unknown[];
  readonly consumers?: readonly unknown[];
  readonly events?: readonly unknown[];
  readonly users?: readonly UserDefinition[];
  readonly permissionsOf?: typeof permissionsOf;
  readonly connectionSettings?: typeof connectionSettings;
  readonly accountOf?: typeof accountOf;
  readonly renderAccounts?: typeof renderAccounts;
  readonly renderUserFiles?: typeof renderUserFiles;
  readonly validate?: typeof validate;
}

/** The contract as plain data. `Contract`'s schema has still to be checked: an older one may look otherwise. */
export function snapshot(exports: ContractExports): Readonly<Record<keyof Contract, unknown>> {
  const { streams = [], consumers = [], events = [], users = [] } = exports;
  return {
    streams,
    consumers,
    events,
    users: users.map((user) => snapshotUser(user, exports)),
    accounts: (exports.renderAccounts ?? renderAccounts)(users),
    rendered: (exports.renderUserFiles ?? renderUserFiles)(users),
    committed: undefined,
    problems: problemsOf(exports, { streams, consumers, events, users } as Definitions),
  };
}

/** What has another shape than definitions have is told by the schema, where it matters. */
function problemsOf(exports: ContractExports, definitions: Definitions): readonly Problem[] {
  try {
    return (exports.validate ?? validate)(definitions);
  } catch (error) {
    return [{ at: "contract", message: `it can't be checked: ${error}` }];
  }
}

function snapshotUser(user: UserDefinition, exports: ContractExports): ContractUser {
  const { inboxPrefix, apiPrefix } = (exports.connectionSettings ?? connectionSettings)(user);
  const { publish, subscribe } = (exports.permissionsOf ?? permissionsOf)(user);
  return {
    name: user.name,
    account: (exports.accountOf ?? accountOf)(user),
    inboxPrefix,
    apiPrefix,
    grants: user.grants.map((grant) => ({ verb: grant.verb, ...namesOf(grant) })),
    permissions: { publish: [...publish], subscribe: [...subscribe] },
  };
}
