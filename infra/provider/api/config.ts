import { type Static, Type } from "typebox";
import { users } from "../../../stream-config";
import { ports } from "../../places";
import { accessInputs } from "../kubernetes/access";
import type { CheckFailure, Properties } from "../resource";

const portForward = Type.Object(
  {
    ...accessInputs,
    namespace: Type.String({ minLength: 1, description: "Namespace of the Service" }),
    service: Type.Optional(Type.String({ minLength: 1, description: 'The Service. Default "nats".' })),
    port: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 65_535,
        description: `Port of its pods. Default ${ports.nats.client}.`,
      }),
    ),
  },
  { additionalProperties: false, description: "Reach the servers over the Kubernetes API" },
);

const seedPattern = "^SU[A-Z2-7]+$";

/** Configuration of the provider: how to reach the NATS servers, and as whom. */
export const config = Type.Object(
  {
    servers: Type.Optional(
      Type.Array(Type.String({ pattern: "^(nats|tls)://" }), {
        minItems: 1,
        description: 'URLs of the servers, e.g. "tls://nats.example.com:4222"',
      }),
    ),
    portForward: Type.Optional(portForward),
    ca: Type.Optional(
      Type.String({ description: "PEM of the authority that the servers' certificate is from" }),
    ),
    tlsServerName: Type.Optional(
      Type.String({
        description: "Name that the servers' certificate must have. Default: the name dialled.",
      }),
    ),
    user: Type.Optional(
      Type.Enum(
        users.map(({ name }) => name),
        { description: 'The user. Default "stream-admin".' },
      ),
    ),
    seed: Type.Optional(Type.String({ pattern: seedPattern, description: "Seed of the user's nkey" })),
    backupSeed: Type.Optional(
      Type.String({
        pattern: seedPattern,
        description: "Seed of stream-backup's nkey; only snapshotBeforeDataLoss and restoreFrom need it",
      }),
    ),
  },
  { additionalProperties: false },
);

/** How to reach the NATS servers, and as whom. */
export type Config = Static<typeof config>;

/** How to reach a Service's pods over the Kubernetes API. */
export type PortForwardConfig = Static<typeof portForward>;

/** Only one way to the servers can be meant. None is fine for keys, which need no server. */
export function configFailures({ servers, portForward }: Properties): CheckFailure[] {
  if (servers === undefined || portForward === undefined) return [];
  return [{ property: "portForward", reason: "can't be combined with servers; leave one of them out" }];
}
