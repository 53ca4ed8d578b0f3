import { accountOf } from "../acl/accounts";
import { connectionSettings } from "../acl/connection";
import { permissionsOf } from "../acl/permissions";
import type { UserDefinition } from "../users/user";
import type { Contract, ContractGrant, ContractUser } from "./contract";

/** What a contract's index exports, of any age: what it lacks is taken from this one. */
export interface ContractExports {
  readonly streams?: readonly unknown[];
  readonly consumers?: readonly unknown[];
  readonly events?: readonly unknown[];
  readonly users?: readonly UserDefinition[];
  readonly permissionsOf?: typeof permissionsOf;
  readonly connectionSettings?: typeof connectionSettings;
  readonly accountOf?: typeof accountOf;
}

/** The contract as plain data. `Contract`'s schema has still to be checked: an older one may look otherwise. */
export function snapshot(exports: ContractExports): {
  readonly [Part in keyof Contract]: readonly unknown[];
} {
  const { streams = [], consumers = [], events = [], users = [] } = exports;
  return { streams, consumers, events, users: users.map((user) => snapshotUser(user, exports)) };
}

function snapshotUser(user: UserDefinition, exports: ContractExports): ContractUser {
  const { inboxPrefix, apiPrefix } = (exports.connectionSettings ?? connectionSettings)(user);
  const { publish, subscribe } = (exports.permissionsOf ?? permissionsOf)(user);
  return {
    name: user.name,
    account: (exports.accountOf ?? accountOf)(user),
    inboxPrefix,
    apiPrefix,
    grants: user.grants.map(snapshotGrant),
    permissions: { publish: [...publish], subscribe: [...subscribe] },
  };
}

/** The grant with names in place of the definitions that it refers to. */
function snapshotGrant(grant: UserDefinition["grants"][number]): ContractGrant {
  const consumers = "consumers" in grant ? grant.consumers : "consumer" in grant ? [grant.consumer] : [];
  const stream = "stream" in grant ? grant.stream.name : consumers[0]?.stream;
  return {
    verb: grant.verb,
    ...(stream !== undefined && { stream }),
    consumers: consumers.map(({ name }) => name),
    subjects: "subjects" in grant ? [...grant.subjects] : [],
  };
}
