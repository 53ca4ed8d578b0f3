import { oneOf, parseOptions } from "../../lib/args";
import { UserError } from "../../lib/errors";
import type { LiveSource } from "./live";

const formats = ["text", "markdown", "json"] as const;
const thresholds = ["risky", "refused", "never"] as const;

/** What is compared with: a revision as git knows it, the usual one where none is named, or running servers. */
export type Against = { readonly kind: "revision"; readonly base?: string } | LiveSource;

/** What a review is asked for. */
export interface ReviewOptions {
  readonly against: Against;
  readonly format: (typeof formats)[number];
  /** From which verdict on the exit status is not 0. */
  readonly failOn: (typeof thresholds)[number];
  /** Whether the compiler checks both sides. */
  readonly types: boolean;
  readonly help: boolean;
}

/** What `--help` prints. */
export const help = `Compares the working tree's contract (stream-config/) with another revision's, or with what the servers run, and says
what the change does.

  npm run review -- [options]

  --base REVISION    any git revision (default: origin/main)
  --live             the servers of the stack that \`make up\` made (CLUSTER=current: on the current kube context)
  --server URL       the servers at this URL, their streams and consumers only; needs --seed-file
  --seed-file FILE   the seed of the user observer
  --ca FILE          the authority of the servers' certificate
  --format FORMAT    text (default), markdown (for a comment of a pull request) or json
  --fail-on VERDICT  risky (default), refused or never: from when on the exit status is not 0
  --types            has the compiler check both sides, which takes seconds; without, the report says that nobody did
  --help             this text

Exit status: 0 nothing risky, 3 risky changes, 4 refused or breaking changes, 2 the comparison could not be made.`;

/** Reads the command line. Throws UserError quoting what is wrong. */
export function readArgs(args: readonly string[]): ReviewOptions {
  const { format = "text", "fail-on": failOn = "risky", types = false, help = false, ...given } = parse(args);
  return {
    against: readAgainst(given),
    format: oneOf("--format", format, formats),
    failOn: oneOf("--fail-on", failOn, thresholds),
    types,
    help,
  };
}

function readAgainst(
  given: Omit<ReturnType<typeof parse>, "format" | "fail-on" | "types" | "help">,
): Against {
  const { base, live = false, server, "seed-file": seedFile, ca } = given;
  if (base === "") throw new UserError("--base is empty", "Name a git revision, e.g. --base origin/main.");
  if ([base !== undefined, live, server !== undefined].filter(Boolean).length > 1) {
    throw new UserError("--base, --live and --server exclude each other", "Leave all but one of them out.");
  }
  if (server !== undefined) return readServer(server, seedFile, ca);
  if (seedFile !== undefined || ca !== undefined) {
    throw new UserError("--seed-file and --ca go with --server", "Add --server, or leave them out.");
  }
  if (live) return { kind: "stack" };
  return { kind: "revision", ...(base !== undefined && { base }) };
}

function readServer(url: string, seedFile: string | undefined, caFile: string | undefined): Against {
  if (!/^(nats|tls):\/\//.test(url)) {
    throw new UserError(
      `--server ${JSON.stringify(url)} is no URL of a server`,
      "Write e.g. nats://127.0.0.1:4222.",
    );
  }
  if (seedFile === undefined) {
    throw new UserError("--server needs --seed-file", "Name a file that has the seed of the user observer.");
  }
  return { kind: "url", url, seedFile, ...(caFile !== undefined && { caFile }) };
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  const options = {
    base: text,
    live: { type: "boolean" },
    server: text,
    "seed-file": text,
    ca: text,
    format: text,
    "fail-on": text,
    types: { type: "boolean" },
    help: { type: "boolean" },
  } as const;
  return parseOptions({ args: [...args], options }, "`npm run review -- --help` lists the options.").values;
}
