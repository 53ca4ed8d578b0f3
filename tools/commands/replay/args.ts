import { Value } from "typebox/value";
import { type Recipient, recipientOf } from "../../../service/replay/recipient";
import { replayIdSchema, resumableFor } from "../../../service/replay/replay";
import { type Selection, selectionSchema } from "../../../service/replay/selection";
import { eventConsumers, replayable } from "../../../stream-config";
import { oneOf, parseOptions } from "../../lib/args";
import { UserError } from "../../lib/errors";
import { serversHelp } from "../../stack/operator";

/** What is to be replayed, and to whom. */
export interface ReplayOptions {
  readonly selection: Selection;
  readonly to: { readonly kind: "consumer"; readonly recipient: Recipient } | { readonly kind: "print" };
  readonly perSecond: number;
  /** Events that the dry run counted; without it there is a dry run. */
  readonly confirmed?: number;
  /** Of a replay that was interrupted and goes on. */
  readonly id?: string;
}

/** What `--help` prints. */
export const help = `Gives a consumer's service stored events again. First without --confirm, which only counts.

  npm run replay -- --to CONSUMER [selection] [--confirm COUNT] [--rate N]
  npm run replay -- --print [selection]       prints the events here, personal data included

  --from TIME, --until TIME     stored at this time or later, before this time (RFC 3339)
  --type TYPE                   of this type, e.g. auth.user.registered; CONSUMER gets only what its filters match
  --user ID                     about this user
  --first N, --last N           with a sequence from N, up to N
  --rate N                      events per second, 100 unless told otherwise
  --confirm COUNT               does it, if exactly so many events are selected
  --id ID                       goes on with a replay of them that was interrupted, within ${resumableFor} of its beginning

${serversHelp}`;

const text = { type: "string" } as const;
const flags = {
  from: text,
  until: text,
  type: text,
  user: text,
  first: text,
  last: text,
  to: text,
  print: { type: "boolean" },
  rate: text,
  confirm: text,
  id: text,
  help: { type: "boolean" },
} as const;

/** Reads the command line. Throws UserError quoting what is wrong. */
export function readReplayArgs(args: readonly string[]): ReplayOptions | "help" {
  const { to, print = false, rate, confirm, id, help: helps, first, last, ...rest } = parse(args);
  if (helps || args.length === 0) return "help";
  const sequences = {
    ...(first !== undefined && { first: toCount("--first", first) }),
    ...(last !== undefined && { last: toCount("--last", last) }),
  };
  return {
    selection: toSelection({ ...rest, ...sequences }),
    to: toTarget(to, print),
    perSecond: rate === undefined ? 100 : toCount("--rate", rate),
    ...(confirm !== undefined && { confirmed: toCount("--confirm", confirm) }),
    ...(id !== undefined && { id: toId(id) }),
  };
}

function parse(args: readonly string[]) {
  return parseOptions({ args: [...args], options: flags }, "`npm run replay -- --help` says more.").values;
}

function toSelection(given: object): Selection {
  const [problem] = Value.Errors(selectionSchema, given);
  if (problem === undefined) return given as Selection;
  const name = problem.instancePath.slice(1);
  throw new UserError(
    `--${name} ${JSON.stringify(Reflect.get(given, name))} ${problem.message}`,
    "`npm run replay -- --help` says what each is.",
  );
}

function toTarget(to: string | undefined, print: boolean): ReplayOptions["to"] {
  if (print === (to !== undefined)) {
    throw new UserError("One of --to and --print is needed", "Name a consumer, or have the events printed.");
  }
  if (to === undefined) return { kind: "print" };
  return { kind: "consumer", recipient: recipientOf(oneOf("--to", to, replayable), eventConsumers) };
}

function toId(text: string): string {
  if (Value.Check(replayIdSchema, text)) return text;
  throw new UserError(
    `--id ${JSON.stringify(text)} is not the id of a replay`,
    "Write the id that its lines have, a UUID.",
  );
}

function toCount(flag: string, text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new UserError(`${flag} ${JSON.stringify(text)} is no count`, "Write a number, 1 or more.");
}
