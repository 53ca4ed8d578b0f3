import { type Static, Type } from "typebox";

const names = Type.Array(Type.String());

const permissions = Type.Object({ publish: names, subscribe: names });

const owner = Type.Optional(Type.String());

const user = Type.Object({
  owner,
  name: Type.String(),
  account: Type.String(),
  inboxPrefix: Type.String(),
  apiPrefix: Type.String(),
  grants: Type.Array(
    Type.Object({
      verb: Type.String(),
      stream: Type.Optional(Type.String()),
      consumers: names,
      subjects: names,
    }),
  ),
  permissions,
  /** Servers tell permissions alone: these grants follow from them, and need not be all. */
  grantsFrom: Type.Optional(Type.Literal("permissions")),
});

/** A contract as plain data: what is left when it crosses from the process that loaded it. */
export const contractSchema = Type.Object({
  streams: Type.Array(
    Type.Object({ name: Type.String(), owner, subjects: names, acknowledgeDataLoss: Type.Optional(names) }),
  ),
  consumers: Type.Array(
    Type.Object({
      name: Type.String(),
      owner,
      stream: Type.String(),
      filterSubjects: Type.Optional(names),
      startFrom: Type.Optional(Type.String()),
      acknowledgeDataLoss: Type.Optional(names),
      /** What a running one has set beside all that a contract can say, by the names of JetStream's API. */
      otherSettings: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    }),
  ),
  users: Type.Array(user),
  events: Type.Array(
    Type.Object({
      subject: Type.String(),
      owner,
      description: Type.Optional(Type.String()),
      schema: Type.Record(Type.String(), Type.Unknown()),
      example: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    }),
  ),
  /** Schemas of what every message has beside its event's data, where the revision tells them. */
  envelope: Type.Optional(Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()))),
  /** The accounts as the servers get them. */
  accounts: Type.String(),
  /** What users' rights are rendered to, by path in stream-config/rendered/, and what stands there, where that is known. */
  rendered: Type.Record(Type.String(), Type.String()),
  /** What readers are given, by path in stream-config/rendered/: clients' configurations, the AsyncAPI document. */
  documents: Type.Optional(Type.Record(Type.String(), Type.String())),
  committed: Type.Optional(Type.Record(Type.String(), Type.String())),
  /** What the same grants are rendered to by the revision that is compared with: what goes beyond it, no grant explains. */
  expected: Type.Optional(
    Type.Object({
      permissions: Type.Record(Type.String(), permissions),
      accounts: Type.String(),
      documents: Type.Record(Type.String(), Type.String()),
    }),
  ),
  problems: Type.Array(Type.Object({ at: Type.String(), message: Type.String() })),
});

export type Contract = Static<typeof contractSchema>;
export type ContractUser = Contract["users"][number];
export type ContractPermissions = Static<typeof permissions>;
export type ContractGrant = ContractUser["grants"][number];
export type ContractEvent = Contract["events"][number];

/** A revision without a contract. */
export const emptyContract: Contract = {
  streams: [],
  consumers: [],
  users: [],
  events: [],
  accounts: "",
  rendered: {},
  problems: [],
};
