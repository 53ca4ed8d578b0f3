import { accountOf } from "../acl/accounts";
import { connectionSettings } from "../acl/connection";
import { permissionsOf } from "../acl/permissions";
import type { UserDefinition } from "../acl/user";
import { namesOf } from "../acl/verbs/names";
import type { Contract as Definitions } from "../contract";
import { renderAccounts } from "../render/accounts";
import { renderAsyncApi } from "../render/asyncapi";
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
  readonly renderAsyncApi?: typeof renderAsyncApi;
  readonly eventHeaders?: object;
  readonly eventMetadata?: object;
  readonly deadLetterHeaders?: Readonly<Record<string, string>>;
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
  const definitions = { streams, consumers, events, users } as Definitions;
  return {
    streams,
    consumers,
    events,
    users: users.map((user) => snapshotUser(user, exports)),
    accounts: (exports.renderAccounts ?? renderAccounts)(users),
    rendered: (exports.renderUserFiles ?? renderUserFiles)(users),
    envelope: envelopeOf(exports),
    documents: documentsOf(definitions, exports),
    committed: undefined,
    expected: base && expectedOf(definitions, base),
    problems: problemsOf(exports, definitions),
  };
}

/** Grants of verbs that the base doesn't know are left out: all that they give is new. */
function expectedOf(definitions: Definitions, base: ContractExports): Contract["expected"] {
  const render = base.permissionsOf ?? permissionsOf;
  const { users } = definitions;
  const known = users.map(({ name, grants }) => ({
    name,
    grants: grants.filter((grant) => succeeds(() => render({ name, grants: [grant] }))),
  }));
  const permissions = known.map((user) => [user.name, plain(render(user))] as const);
  return {
    documents: documentsOf({ ...definitions, users: known }, base),
    permissions: Object.fromEntries(permissions),
    accounts: (base.renderAccounts ?? renderAccounts)(known),
  };
}

/** Its version is that of a release, and no part of the contract. */
function documentsOf(definitions: Definitions, exports: ContractExports): Record<string, string> {
  const { "accounts.conf": _, ...clients } = (exports.renderUserFiles ?? renderUserFiles)(definitions.users);
  return { ...clients, "asyncapi.json": (exports.renderAsyncApi ?? renderAsyncApi)(definitions, "") };
}

/** Headers of dead letters have no schema, and are all there. */
function envelopeOf({ eventHeaders, eventMetadata, deadLetterHeaders }: ContractExports) {
  const letters = deadLetterHeaders && Object.values(deadLetterHeaders);
  return {
    ...(eventHeaders && { "headers of every event": eventHeaders }),
    ...(eventMetadata && { "metadata of every event": eventMetadata }),
    ...(letters && {
      "headers of every dead letter": {
        properties: Object.fromEntries(letters.map((name) => [name, {}])),
        required: letters,
      },
    }),
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
    ...(user.owner !== undefined && { owner: user.owner }),
    account: (exports.accountOf ?? accountOf)(user),
    inboxPrefix,
    apiPrefix,
    grants: user.grants.map((grant) => ({ verb: grant.verb, ...namesOf(grant) })),
    permissions: plain((exports.permissionsOf ?? permissionsOf)(user)),
  };
}
