import { filesOf } from "../files";
import type { ResourceRule } from "../rule";

/** https://redis.io/docs/latest/operate/oss_and_stack/management/security/encryption/ */
export const redisTls: ResourceRule = {
  name: "redis-tls",
  description: "Redis listens with TLS only.",
  scope: "resource",
  check: (resource) => filesOf(resource, /redis[^/]*\.conf$/).flatMap(({ text }) => checkSettings(text)),
};

function checkSettings(text: string): string[] {
  const settings = new Map(text.split("\n").map((line) => splitLine(line)));
  const port = settings.get("port") ?? "6379";
  const missing = ["tls-port", "tls-cert-file", "tls-key-file"].filter((name) => !settings.has(name));
  return [
    ...(port === "0" ? [] : [`Redis listens in the clear on port ${port}: write "port 0".`]),
    ...(missing.length === 0 ? [] : [`Redis does not listen with TLS: add ${missing.join(", ")}.`]),
  ];
}

function splitLine(line: string): [string, string] {
  const [name = "", ...values] = line.trim().split(/\s+/);
  return [name.toLowerCase(), values.join(" ")];
}
