import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { vi } from "vitest";
import type { Resource } from "../../../../infra/policy/rule";

/** What our provider would make; the values only have to look like the real ones. */
const outputs: Readonly<Record<string, object>> = {
  "authstack:keys:Password": { value: "p".repeat(43), sha256: "0".repeat(64) },
  "authstack:keys:SigningKey": { privateJwk: '{"kty":"OKP"}', publicJwk: '{"kty":"OKP"}', kid: "kid" },
  "authstack:keys:Certificate": {
    certificate: "-----BEGIN CERTIFICATE-----",
    privateKey: "-----BEGIN PRIVATE KEY-----",
    notAfter: "2030-01-01T00:00:00Z",
  },
};

const nkeyType = "authstack:keys:Nkey";

/** Users are told apart by their keys. */
function nkeyOf(name: string): object {
  const letters = Buffer.from(name)
    .toString("hex")
    .toUpperCase()
    .replace(/[^A-F2-7]/g, "G");
  return { publicKey: `U${letters.padEnd(55, "A").slice(0, 55)}`, seed: `SU${"A".repeat(56)}` };
}

const program = join(__dirname, "../../../../infra/index.ts");

/** Runs infra/index.ts with a stack's configuration, and no engine, and returns what it declares. */
export async function declaredBy(config: Readonly<Record<string, unknown>>): Promise<Resource[]> {
  vi.resetModules();
  const sdk: typeof pulumi = await import("@pulumi/pulumi");
  const declared: Resource[] = [];
  await sdk.runtime.setMocks(
    {
      call: () => ({}),
      newResource: ({ type, name, inputs }) => {
        declared.push({ type, name, props: withoutSecretMarks(inputs, sdk) });
        return { id: name, state: { ...inputs, ...(type === nkeyType ? nkeyOf(name) : outputs[type]) } };
      },
    },
    "auth-stack",
    "test",
  );
  sdk.runtime.setAllConfig(
    Object.fromEntries(
      Object.entries(config).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
  );
  await import(program);
  await sdk.runtime.disconnect();
  return declared;
}

/** Mocks get secrets as the engine does; policies get them in the clear. */
function withoutSecretMarks(value: unknown, sdk: typeof pulumi): unknown {
  if (sdk.runtime.isRpcSecret(value)) return withoutSecretMarks(sdk.runtime.unwrapRpcSecret(value), sdk);
  if (Array.isArray(value)) return value.map((item) => withoutSecretMarks(item, sdk));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecretMarks(item, sdk)]));
}
