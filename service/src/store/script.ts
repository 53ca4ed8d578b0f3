import type { Redis } from "ioredis";

/**
 * First line of a script that Redis runs also when its memory is full. A script without it is refused before it starts,
 * and one with it may write anything. https://redis.io/docs/latest/develop/interact/programmability/lua-api/#script_flags
 */
export const evenWhenFull = "#!lua flags=allow-oom\n";

/** What a script works with. Its Lua finds each key and each argument in a local variable of the same name. */
export interface ScriptShape<Key extends string, Argument extends string, Rest extends string> {
  /** What it is called where commands of a client have names. */
  readonly name: string;
  readonly keys: readonly (Key & `${string}Key`)[];
  readonly args?: readonly Argument[];
  /** Any number of further arguments: a table of strings. */
  readonly rest?: Rest;
  /** "runs": for what frees memory, and what has to work for memory to be freed. Refused by default. */
  readonly whenFull?: "runs";
}

/** What a call of a script is given, by name. */
export type Named<Key extends string, Argument extends string, Rest extends string> = Readonly<
  Record<Key, string> & Record<Argument, string | number> & Record<Rest, readonly string[]>
>;

/** The Lua of a script has a key or an argument that it makes no use of: it is superfluous, or misspelt there. */
export class UnusedNameError extends Error {
  override readonly name = "UnusedNameError";

  constructor(
    readonly script: string,
    readonly unused: string,
  ) {
    super(`Script ${script} makes no use of ${unused}: use it in the Lua, or leave it out of the lists.`);
  }
}

/** Runs a script on a server; throws what ioredis throws. */
export type Script<Given, Outcome> = (redis: Redis, given: Given) => Promise<Outcome>;

/**
 * A Lua script, run as one atomic step. The order of `keys` and `args` is that of KEYS and ARGV; `read` makes of what the
 * Lua answers what the caller gets, nothing without it. Sent whole once per connection, and by its digest from then on.
 * Throws UnusedNameError where it is defined.
 * https://redis.io/docs/latest/develop/interact/programmability/eval-intro/
 */
export function script<
  const Key extends string,
  const Argument extends string = never,
  const Rest extends string = never,
  Answer = unknown,
  Outcome = void,
>(
  shape: ScriptShape<Key, Argument, Rest>,
  lua: string,
  read?: (answer: Answer) => Outcome,
): Script<Named<Key, Argument, Rest>, Outcome> {
  const { name, keys, args = [], rest } = shape;
  const names: readonly (Key | Argument)[] = [...keys, ...args];
  const unused = names.find((each) => !new RegExp(`\\b${each}\\b`).test(lua));
  if (unused !== undefined) throw new UnusedNameError(name, unused);
  const definition = { numberOfKeys: keys.length, lua: withLocals(shape, lua) };
  const commandOn = definedOnce(name, definition);
  return async (redis, given) => {
    const values: (string | number)[] = [];
    for (const each of names) values.push(given[each]);
    if (rest !== undefined) values.push(...given[rest]);
    const answer = await commandOn(redis).apply(redis, values);
    return read?.(answer as Answer) as Outcome;
  };
}

/** The Lua with a local variable for each key and argument. */
function withLocals(
  { keys, args = [], rest, whenFull }: ScriptShape<string, string, string>,
  lua: string,
): string {
  const flags = whenFull === "runs" ? evenWhenFull : "";
  const locals = [
    declare(keys, "KEYS"),
    declare(args, "ARGV"),
    rest === undefined ? "" : `local ${rest} = {unpack(ARGV, ${args.length + 1})}\n`,
  ];
  return flags + locals.join("") + lua;
}

function declare(names: readonly string[], table: "KEYS" | "ARGV"): string {
  if (names.length === 0) return "";
  return `local ${names.join(", ")} = ${names.map((_, index) => `${table}[${index + 1}]`).join(", ")}\n`;
}

type Command = (...values: (string | number)[]) => Promise<unknown>;

/** The script as a command of a client, which is defined with its first use. */
function definedOnce(name: string, definition: { readonly numberOfKeys: number; readonly lua: string }) {
  const commands = new WeakMap<Redis, Command>();
  return (redis: Redis): Command => {
    const known = commands.get(redis);
    if (known !== undefined) return known;
    redis.defineCommand(name, definition);
    const command: Command = Reflect.get(redis, name);
    commands.set(redis, command);
    return command;
  };
}
