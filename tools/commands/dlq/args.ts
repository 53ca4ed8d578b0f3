import { replayable } from "../../../stream-config";
import { oneOf, parseOptions } from "../../lib/args";
import { UserError } from "../../lib/errors";
import { serversHelp } from "../../stack/operator";

/** What is to be done with dead letters. */
export type DlqCommand =
  | { readonly verb: "list"; readonly consumer?: string }
  | { readonly verb: "show" | "remove"; readonly sequences: readonly number[] }
  | { readonly verb: "redrive"; readonly which: Which };

/** Some by their sequences, or all of a consumer. */
export type Which = { readonly sequences: readonly number[] } | { readonly consumer: string };

/** What `--help` prints. */
export const help = `Dead letters: events that a consumer could not handle.

  npm run dlq -- list [--consumer NAME]        those there are, without the data of the events
  npm run dlq -- show SEQUENCE…                all of them, personal data included
  npm run dlq -- redrive SEQUENCE…             gives the consumer's service these again, and takes them off the list
  npm run dlq -- redrive --consumer NAME       all of a consumer
  npm run dlq -- remove SEQUENCE…              deletes them for good

${serversHelp}`;

/** Reads the command line. Throws UserError quoting what is wrong. */
export function readDlqArgs(args: readonly string[]): DlqCommand | "help" {
  const { values, positionals } = parse(args);
  const [verb, ...rest] = positionals;
  if (values.help || verb === undefined) return "help";
  switch (verb) {
    case "list":
      demandNone(rest);
      return values.consumer === undefined ? { verb } : { verb, consumer: demandConsumer(values.consumer) };
    case "redrive":
      if (values.consumer === undefined) return { verb, which: { sequences: toSequences(rest) } };
      demandNone(rest);
      return { verb, which: { consumer: demandConsumer(values.consumer) } };
    case "show":
    case "remove":
      return { verb, sequences: toSequences(rest) };
    default:
      throw new UserError(`${JSON.stringify(verb)} is not known`, "Use list, show, redrive or remove.");
  }
}

function parse(args: readonly string[]) {
  const options = { consumer: { type: "string" }, help: { type: "boolean" } } as const;
  return parseOptions(
    { args: [...args], allowPositionals: true, options },
    "`npm run dlq -- --help` says more.",
  );
}

function demandConsumer(name: string): string {
  return oneOf("--consumer", name, replayable);
}

function demandNone(rest: readonly string[]): void {
  if (rest.length === 0) return;
  throw new UserError(`${JSON.stringify(rest[0])} is too much`, "`npm run dlq -- --help` says more.");
}

function toSequences(texts: readonly string[]): number[] {
  if (texts.length === 0) {
    throw new UserError("No dead letter is named", "Write sequences as `npm run dlq -- list` shows them.");
  }
  return texts.map((text) => {
    if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
    throw new UserError(`${JSON.stringify(text)} is no sequence`, "Write a number, e.g. 42.");
  });
}
