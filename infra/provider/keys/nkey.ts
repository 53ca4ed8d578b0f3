import { createUser } from "@nats-io/nkeys";
import { type Static, Type } from "typebox";
import type { Resource } from "../resource";
import { checkGeneration, generation, nameOf } from "./generation";

const inputs = Type.Object({ generation }, { additionalProperties: false });
const outputs = Type.Object({
  publicKey: Type.String({ description: 'Public key ("U…"), for the server\'s configuration' }),
  seed: Type.String({ description: 'Seed ("SU…"), for the client' }),
});

/** Inputs of Nkey. */
export type NkeyInputs = Static<typeof inputs>;

/** State of Nkey. */
export type NkeyState = NkeyInputs & Static<typeof outputs>;

/** The key pair of a NATS user. https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth */
export const nkey: Resource<NkeyInputs, NkeyState> = {
  token: "authstack:keys:Nkey",
  description: "The key pair of a NATS user.",
  inputs,
  outputs,
  secrets: ["seed"],
  check: (given, context) => checkGeneration(given, context),
  create: async (given, { urn }) => ({ id: nameOf(urn), state: { ...given, ...createNkey() } }),
  update: async (change) => ({ ...change.inputs, ...createNkey() }),
};

/** A new key pair. */
export function createNkey(): Static<typeof outputs> {
  const pair = createUser();
  return { publicKey: pair.getPublicKey(), seed: new TextDecoder().decode(pair.getSeed()) };
}
