import { accountOf } from "../acl/accounts";
import { connectionSettings } from "../acl/connection";
import { permissionsOf } from "../acl/permissions";
import type { UserDefinition } from "../acl/user";
import { namesOf } from "../acl/verbs/names";
import type { Contract as Definitions } from "../contract";
import { renderAccounts } from "../render/accounts";
import { renderUserFiles } from "../render/files";
import { type Problem, validate } from "../validate";
import type { Contract, ContractPermissions, ContractUser } from "./contract";

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

/**
 * The contract as plain data. `Contract`'s schema has still to be checked: an older one may look otherwise. `base` is what
 * the revision exports that it will be compared with: what its grants would be rendered to there is noted.
 */
export function snapshot(
  exports: ContractExports,
  base?: ContractExports,
): Readonly<Record<keyof Contract, unknown>> {
  const { streams = [], consumers = [], events = [], users = [] } = exports;
  return {
    streams,
    consumers,
    events,
    users: users.map((user) => snapshotUser(user, exports)),
    accounts: (exports.renderAccounts ?? renderAccounts)(users),
    rendered: (exports.renderUserFiles ?? renderUserFiles)(users),
    committed: undefined,
    expected: base && expectedOf(users, base),
    problems: problemsOf(exports, { streams, consumers, events, users } as Definitions),
  };
}

/** Grants of verbs that the base doesn't know are left out: all that they give is new. */
function expectedOf(users: readonly UserDefinition[], base: ContractExports): Contract["expected"] {
  const render = base.permissionsOf ?? permissionsOf;
  const known = users.map(({ name, grants }) => ({
    name,
    grants: grants.filter((grant) => succeeds(() => render({ name, grants: [grant] }))),
  }));
  const permissions = known.map((user) => [user.name, plain(render(user))] as const);
  return {
    permissions: Object.fromEntries(permissions),
    accounts: (base.renderAccounts ?? renderAccounts)(known),
  };
}

function plain({ publish, subscribe }: ReturnType<typeof permissionsOf>): ContractPermissions {
  return { publish: [...publish], subscribe: [...subscribe] };
}

function succeeds(render: () => unknown): boolean {
  try {
    render();
    return true;
  } catch {
    return false;
  }
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
  return {
    name: user.name,
    account: (exports.accountOf ?? accountOf)(user),
    inboxPrefix,
    apiPrefix,
    grants: user.grants.map((grant) => ({ verb: grant.verb, ...namesOf(grant) })),
    permissions: plain((exports.permissionsOf ?? permissionsOf)(user)),
  };
}
