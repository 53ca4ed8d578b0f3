/** A value in a nats-server configuration. */
export type NatsValue = string | number | boolean | NatsMap | readonly NatsValue[];

/** A block. Names are case-insensitive to the server, but for those of accounts. */
export interface NatsMap {
  readonly [name: string]: NatsValue;
}

/** A configuration that can't be read. */
export class NatsSyntaxError extends Error {
  constructor(readonly line: number) {
    super(`line ${line} can't be read`);
  }
}

interface Cursor {
  readonly text: string;
  at: number;
}

/**
 * Reads a nats-server configuration: blocks, lists, comments and variables. A file that is included stays the entry
 * `include`. `environment` has the variables that no block defines.
 * https://docs.nats.io/running-a-nats-service/configuration#configuration-syntax
 * Throws NatsSyntaxError.
 */
export function parseNats(text: string, environment: Readonly<Record<string, string>> = {}): NatsMap {
  const cursor = { text, at: 0 };
  const map = readMap(cursor, [environment], "");
  if (cursor.at < text.length) throw syntaxError(cursor);
  return map;
}

/** `scopes` are the blocks around this one, the nearest first; variables are looked up in them. */
function readMap(cursor: Cursor, scopes: readonly NatsMap[], end: "}" | ""): NatsMap {
  const map: Record<string, NatsValue> = {};
  for (;;) {
    skipSeparators(cursor);
    if (cursor.at === cursor.text.length || cursor.text[cursor.at] === "}") break;
    const key = take(cursor, /"((?:\\.|[^"\\])*)"|'[^']*'|[^\s:={}[\]]+/y).replace(/^["'](.*)["']$/s, "$1");
    take(cursor, /\s*[:=]?/y);
    skipSeparators(cursor);
    map[key] = readValue(cursor, [map, ...scopes]);
  }
  closeWith(cursor, end);
  return map;
}

function readList(cursor: Cursor, scopes: readonly NatsMap[]): NatsValue[] {
  const list: NatsValue[] = [];
  for (;;) {
    skipSeparators(cursor);
    if (cursor.at === cursor.text.length || cursor.text[cursor.at] === "]") break;
    list.push(readValue(cursor, scopes));
  }
  closeWith(cursor, "]");
  return list;
}

function readValue(cursor: Cursor, scopes: readonly NatsMap[]): NatsValue {
  switch (cursor.text[cursor.at]) {
    case "{":
      cursor.at += 1;
      return readMap(cursor, scopes, "}");
    case "[":
      cursor.at += 1;
      return readList(cursor, scopes);
    case '"':
      return take(cursor, /"(?:\\.|[^"\\])*"/y)
        .slice(1, -1)
        .replace(/\\(.)/g, "$1");
    case "'":
      return take(cursor, /'[^']*'/y).slice(1, -1);
    default:
      return readBare(take(cursor, /[^\s,;[\]{}]+/y), scopes);
  }
}

/** A variable that is defined nowhere stays as it is. */
function readBare(word: string, scopes: readonly NatsMap[]): NatsValue {
  if (word.startsWith("$")) {
    const name = word.slice(1);
    return scopes.find((scope) => name in scope)?.[name] ?? word;
  }
  if (/^(true|yes|on)$/i.test(word)) return true;
  if (/^(false|no|off)$/i.test(word)) return false;
  return /^-?\d+$/.test(word) ? Number(word) : word;
}

function skipSeparators(cursor: Cursor): void {
  take(cursor, /(?:[\s,;]|#.*|\/\/.*)*/y);
}

function closeWith(cursor: Cursor, end: string): void {
  if (!cursor.text.startsWith(end, cursor.at)) throw syntaxError(cursor);
  cursor.at += end.length;
}

function take(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found === undefined) throw syntaxError(cursor);
  cursor.at = pattern.lastIndex;
  return found;
}

function syntaxError({ text, at }: Cursor): NatsSyntaxError {
  return new NatsSyntaxError(text.slice(0, at).split("\n").length);
}
