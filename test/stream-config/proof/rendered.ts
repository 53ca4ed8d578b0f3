import { keyVariable, renderAccounts, type UserDefinition } from "../../../stream-config";
import type { Attempt } from "./attempts";

type Side = { readonly allow: readonly string[] } | { readonly deny: readonly string[] };

/** Permissions of one user as they stand in the server's configuration. */
export interface ParsedPermissions {
  readonly publish: Side;
  readonly subscribe: Side;
}

/** Reads the permissions of each user back from the rendered text. */
export function parseRendered(users: readonly UserDefinition[]): ReadonlyMap<string, ParsedPermissions> {
  const text = renderAccounts(users);
  return new Map(users.map(({ name }) => [name, parseUser(text, name)]));
}

function parseUser(text: string, name: string): ParsedPermissions {
  const lines = text.split("\n").filter((line) => line.includes(`{ nkey: $${keyVariable(name)},`));
  const [, permissions] = /permissions: (\{.*\}) \}$/.exec(lines.join("\n"))!;
  return JSON.parse(permissions!.replace(/([{,] )(\w+):/g, '$1"$2":'));
}

/** Whether a server with these permissions lets the attempt pass. */
export function matches(permissions: ParsedPermissions, { operation, subject }: Attempt): boolean {
  const side = permissions[operation];
  const hit = (patterns: readonly string[]) => patterns.some((pattern) => toRegExp(pattern).test(subject));
  return "allow" in side ? hit(side.allow) : !hit(side.deny);
}

/** A pattern as the server applies it to a subject tried: `*` takes one token, even a `>`; `>` takes the rest. */
function toRegExp(pattern: string): RegExp {
  const tokens = pattern.split(".").map((token) => {
    if (token === "*") return "[^.]+";
    return token === ">" ? ".+" : token.replace(/[$^\\|?+()[\]{}]/g, "\\$&");
  });
  return new RegExp(`^${tokens.join("\\.")}$`);
}
