import { Type } from "typebox";
import type { RightsProof } from "../../../../stream-config";

const request = Type.Object(
  {
    right: Type.String({ minLength: 1 }),
    subject: Type.String({ minLength: 1 }),
    body: Type.String(),
    expectedStream: Type.Optional(Type.String()),
    answeredBy: Type.Union([Type.Literal("jetstream"), Type.Literal("stream")]),
  },
  { additionalProperties: false },
);

const proof = Type.Object(
  {
    inboxPrefix: Type.String({ minLength: 1 }),
    requests: Type.Array(request),
    subscriptions: Type.Array(Type.String({ minLength: 1 })),
  },
  { additionalProperties: false },
);

/** Whose rights are proven, and how. */
export const provenUsers = {
  users: Type.Record(Type.String(), proof, {
    description:
      "How each user's rights are proven: requests that are answered, subscriptions that are let in",
  }),
  seeds: Type.Record(Type.String(), Type.String({ pattern: "^SU[A-Z2-7]+$" }), {
    description: "Seed of each user's nkey, as whom the requests are made; secret",
  }),
};

/** Users by name. */
export interface ProvenUsers {
  readonly users: Readonly<Record<string, RightsProof>>;
  readonly seeds: Readonly<Record<string, string>>;
}

/** A user as whom requests are made. */
export interface ProvenUser {
  readonly name: string;
  readonly seed: string;
  readonly proof: RightsProof;
}

/** The users whose seed is known. */
export function listUsers({ users, seeds }: ProvenUsers): ProvenUser[] {
  return Object.entries(users).flatMap(([name, proof]) => {
    const { [name]: seed } = seeds;
    return seed === undefined ? [] : [{ name, seed, proof }];
  });
}
