import { filesOf } from "../files";
import { containerName, containersOf, kindOf, podsOf } from "../kubernetes";
import type { Resource, ResourceRule } from "../rule";
import { listAt, textAt } from "../values";

/** What secrets look like. Messages name the kind, never the value. */
const kinds: readonly (readonly [string, RegExp])[] = [
  ["a private key", /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  ["an nkey seed", /\bS[ACNOUX][A-Z2-7]{56}\b/],
  ["a private JWK", /"d"\s*:\s*"[\w-]{20,}"/],
  ["a password in a URL", /\b[a-z][a-z+]*:\/\/[^\s/:@]*:[^\s/@]+@/],
];

/** Names of variables whose value is a secret; those that end in _FILE name a file instead. */
const secretName = /(PASSWORD|PASSPHRASE|SECRET|TOKEN|SEED|CREDENTIALS|API_KEY|PRIVATE_KEY)$/i;

/** ConfigMaps and pod specifications are readable by many, and stand in the clear in Pulumi's state. */
export const plainSecrets: ResourceRule = {
  name: "plain-secrets",
  description: "No secret stands in a ConfigMap, or in a container's environment, command or arguments.",
  scope: "resource",
  check: (resource) =>
    kindOf(resource) === "ConfigMap" ? checkConfigMap(resource) : checkContainers(resource),
};

function checkConfigMap(resource: Resource): string[] {
  return filesOf(resource, /./).flatMap(({ name, text }) =>
    findSecrets(text).map(
      (kind) => `${name} of ConfigMap ${JSON.stringify(resource.name)} holds ${kind}. Move it into a Secret.`,
    ),
  );
}

function checkContainers(resource: Resource): string[] {
  const pods = podsOf(resource);
  if (pods === undefined) return [];
  return containersOf(pods).flatMap((container) => [
    ...checkEnvironment(container),
    ...checkCommand(container),
  ]);
}

function checkEnvironment(container: unknown): string[] {
  return listAt(container, "env").flatMap((variable) => {
    const name = textAt(variable, "name") ?? "";
    const value = textAt(variable, "value") ?? "";
    const found = secretName.test(name) && value !== "" ? ["a secret"] : findSecrets(value);
    return found.map(
      (kind) =>
        `The variable ${name} of ${containerName(container)} holds ${kind} in the clear. ` +
        `Mount a Secret and pass the file's name (${name}_FILE), or use valueFrom.secretKeyRef.`,
    );
  });
}

function checkCommand(container: unknown): string[] {
  return ["command", "args"]
    .flatMap((field) => listAt(container, field))
    .flatMap(findSecrets)
    .map(
      (kind) =>
        `The command line of ${containerName(container)} holds ${kind}. Pass it in a file from a Secret.`,
    );
}

function findSecrets(text: unknown): string[] {
  return typeof text === "string" ? kinds.filter(([, look]) => look.test(text)).map(([kind]) => kind) : [];
}
