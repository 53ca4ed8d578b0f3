import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestNats } from "../support/servers";

/** What no message may have, and how to tell. */
const secrets: Readonly<Record<string, (content: string) => boolean>> = {
  "a field for a secret": (content) => /"[^"]*(password|token|hash|secret|seed)[^"]*":/i.test(content),
  "a password": (content) => /password123|hunter[23]/.test(content),
  "a password's hash": (content) => content.includes("$argon2"),
  "an access token": (content) => /eyJ[\w-]+\.[\w-]+\.[\w-]+/.test(content),
  "a refresh token, a key or a hash": (content) => (content.match(/[\w-]{40,}/g) ?? []).some(isRandom),
};

/** Letters of both cases and digits: neither a trace nor a name that a test has made long. */
function isRandom(word: string): boolean {
  return /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word);
}

/**
 * Which secrets are in the messages that any stream of a nats-server has stored, since it was first started. Reads the
 * files of its store, so that no message is missed and no server is needed.
 */
export function publishedSecrets({ log }: TestNats): string[] {
  const store = join(dirname(log), "data");
  const files = readdirSync(store, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".blk"),
  );
  const content = files.map((file) => readFileSync(join(store, file), "latin1")).join("\n");
  return Object.keys(secrets).filter((name) => secrets[name]!(content));
}
