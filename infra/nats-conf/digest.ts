import { createHash } from "node:crypto";
import { type NatsMap, type NatsValue, parseNats } from "./parse";

/** The files of a server's configuration, and the environment that it runs in. */
export interface ServerFiles {
  /** The file that the server is started with; at its top level it includes the other one. */
  readonly settings: string;
  readonly users: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * What nats-server calls the configuration's digest, in `/varz` and in the answer to `nats-server -t`: the SHA-256 of
 * what it has read, written as JSON by Go. Comments and layout are no part of it.
 * https://github.com/nats-io/nats-server/blob/main/conf/parse.go
 */
export function configDigest({ settings, users, environment }: ServerFiles): string {
  const { include: _, ...own } = parseNats(settings, environment);
  const json = toGoJson({ ...own, ...parseNats(users, environment) });
  return `sha256:${createHash("sha256").update(`${json}\n`).digest("hex")}`;
}

/** Go sorts the keys and escapes what HTML would read. https://pkg.go.dev/encoding/json#Marshal */
function toGoJson(value: NatsValue): string {
  if (typeof value !== "object") return escapeHtml(JSON.stringify(value));
  if (isList(value)) return `[${value.map(toGoJson).join(",")}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${toGoJson(key)}:${toGoJson(value[key] ?? "")}`);
  return `{${members.join(",")}}`;
}

function isList(value: NatsMap | readonly NatsValue[]): value is readonly NatsValue[] {
  return Array.isArray(value);
}

function escapeHtml(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
