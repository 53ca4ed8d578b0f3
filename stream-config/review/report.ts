import { type Static, Type } from "typebox";
import { changeClasses, verdicts } from "./classes";

const finding = Type.Object(
  {
    class: Type.Enum([...changeClasses], { description: "What the change does, worst first" }),
    kind: Type.Enum(["stream", "consumer", "user", "event", "contract"], { description: "What it is about" }),
    name: Type.String({ description: "Its name; an event's is its subject, the contract's the place in it" }),
    change: Type.String({ description: "The change in words; names and values are Markdown code" }),
    consequence: Type.String({ description: "What comes of it, in words" }),
    notices: Type.Optional(
      Type.Array(Type.String(), {
        description: "Who notices, with names where the contract has them; empty for nobody",
      }),
    ),
    when: Type.Optional(Type.String({ description: "When it shows" })),
    undo: Type.Optional(Type.String({ description: "Whether setting it back brings back what was" })),
    todo: Type.Optional(Type.String({ description: "What to do about it; left out where there is nothing" })),
    field: Type.Optional(Type.String({ description: "The field that changes, where it is one" })),
    from: Type.Optional(Type.Unknown({ description: "The field's value before; left out when not set" })),
    to: Type.Optional(Type.Unknown({ description: "The field's value after; left out when not set" })),
  },
  { additionalProperties: false },
);

const difference = Type.Object(
  { added: Type.Array(Type.String()), removed: Type.Array(Type.String()) },
  { additionalProperties: false },
);

const permissionChange = Type.Object(
  {
    user: Type.String(),
    publish: difference,
    subscribe: difference,
  },
  { additionalProperties: false },
);

const revision = Type.Object(
  {
    name: Type.String({ description: "As it was asked for" }),
    commit: Type.Optional(Type.String({ description: "The commit's full id" })),
  },
  { additionalProperties: false },
);

/** The schema of a review's JSON form, published as report.schema.json. */
export const reportSchema = Type.Object(
  {
    version: Type.Literal(1, { description: "Raised when this form changes so that readers have to" }),
    base: revision,
    head: revision,
    verdict: Type.Enum([...verdicts], { description: "What the worst finding comes to" }),
    findings: Type.Array(finding, { description: "Worst class first" }),
    owners: Type.Optional(
      Type.Array(Type.String(), { description: "Handles of the owners of what the change touches" }),
    ),
    notes: Type.Optional(Type.Array(Type.String(), { description: "What to know of the comparison itself" })),
    permissions: Type.Array(permissionChange, {
      description: "Subjects that users may publish or subscribe to, as the server has them",
    }),
  },
  { additionalProperties: false, description: "What a change of the contract does to the running system" },
);

/** One change and what it does. */
export type Finding = Static<typeof finding>;

/** How a user's exact permissions change. */
export type PermissionChange = Static<typeof permissionChange>;

/** A side of the comparison. */
export type Revision = Static<typeof revision>;

/** What the difference of two contracts does. */
export type Report = Static<typeof reportSchema>;
