import { createHash, randomInt } from "node:crypto";
import { type Static, Type } from "typebox";
import type { Resource } from "../resource";
import { checkGeneration, generation, nameOf } from "./generation";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

const inputs = Type.Object(
  {
    /** 22 characters of the alphabet hold 131 bits: enough that the hash gives nothing away. */
    length: Type.Optional(
      Type.Integer({ minimum: 22, maximum: 256, description: "Characters. Default 32." }),
    ),
    generation,
  },
  { additionalProperties: false },
);
const outputs = Type.Object({
  value: Type.String({ description: "The password: letters and digits" }),
  sha256: Type.String({ description: "Its SHA-256 in hexadecimal, for a Redis ACL (`#<sha256>`)" }),
});

/** Inputs of Password. */
export type PasswordInputs = Static<typeof inputs>;

/** State of Password. */
export type PasswordState = PasswordInputs & Static<typeof outputs>;

/** A random password for a machine. https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/ */
export const password: Resource<PasswordInputs, PasswordState> = {
  token: "authstack:keys:Password",
  description: "A random password for a machine.",
  inputs,
  outputs,
  secrets: ["value"],
  check: (given, context) => checkGeneration({ length: 32, ...given }, context),
  create: async (given, { urn }) => ({
    id: nameOf(urn),
    state: { ...given, ...createPassword(given.length) },
  }),
  update: async (change) => ({ ...change.inputs, ...createPassword(change.inputs.length) }),
};

/** A new password of so many characters. */
export function createPassword(length = 32): Static<typeof outputs> {
  const value = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
  return { value, sha256: createHash("sha256").update(value).digest("hex") };
}
