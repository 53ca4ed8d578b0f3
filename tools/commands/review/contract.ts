import { join } from "node:path";
import Value from "typebox/value";
import { type ContractSnapshot, contractSchema } from "../../../stream-config/review";
import { UserError } from "../../lib/errors";
import { run } from "../../lib/run";
import { typeScript } from "../../lib/typescript";

/** Whose contract it is, as an error names it, and what to do about one that can't be loaded. */
export interface Whose {
  readonly revision: string;
  readonly fix: string;
}

export const workingTree: Whose = {
  revision: "the working tree",
  fix: "Mend it; `npm run types` may say more, and `npm ci` installs what is missing.",
};

/** The contract of the revision that is compared with: nobody can mend that any more. */
export function baseOf(name: string): Whose {
  return {
    revision: JSON.stringify(name),
    fix: "It was so in that revision, or needs other packages than are installed. Compare with another one: --base REVISION.",
  };
}

/**
 * Loads the contract in a folder's stream-config/ with a process of its own; `base` is the folder of the one that it will be
 * compared with. Throws UserError that says whose it is.
 */
export async function loadContract(dir: string, whose: Whose, base?: string): Promise<ContractSnapshot> {
  const contract = parse(await load([dir, ...(base === undefined ? [] : [base])], whose), whose);
  const [problem] = Value.Errors(contractSchema, contract);
  if (problem === undefined) return contract as ContractSnapshot;
  throw notLoaded(whose, problemsOf(contract) || `${problem.instancePath || "/"} ${problem.message}`);
}

/** A contract may print what it likes; the last line is ours. */
function parse(output: string, whose: Whose): unknown {
  try {
    return JSON.parse(output.split("\n").at(-1) ?? "");
  } catch {
    throw notLoaded(whose, "it ends the process that loads it");
  }
}

/** What the contract's own rules say against a shape that can't be compared. */
function problemsOf(contract: unknown): string {
  const { problems = [] } = contract as Partial<ContractSnapshot>;
  return problems.map(({ at, message }) => `${at}: ${message}`).join("; ");
}

const timeoutSeconds = 120;

async function load(dirs: readonly string[], whose: Whose): Promise<string> {
  const args = [...typeScript, join(__dirname, "load.ts"), ...dirs];
  let output = "";
  try {
    return await run(process.execPath, args, { timeoutSeconds, explain: (all) => (output = all.trim()) });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw notLoaded(whose, output.split("\n").at(-1) || error.message);
  }
}

function notLoaded({ revision, fix }: Whose, reason: string): UserError {
  return new UserError(`the contract of ${revision} can't be loaded: ${reason}`, fix);
}
