import { join } from "node:path";
import Value from "typebox/value";
import { type ContractSnapshot, contractSchema } from "../../../stream-config/review";
import { UserError } from "../../lib/errors";
import { run } from "../../lib/run";
import { typeScript } from "../../lib/typescript";

/**
 * Loads the contract in a folder's stream-config/ with a process of its own; `base` is the folder of the one that it will be
 * compared with. Throws UserError naming `revision`.
 */
export async function loadContract(dir: string, revision: string, base?: string): Promise<ContractSnapshot> {
  const contract: unknown = JSON.parse(await load([dir, ...(base === undefined ? [] : [base])], revision));
  const [problem] = Value.Errors(contractSchema, contract);
  if (problem === undefined) return contract as ContractSnapshot;
  throw notLoaded(revision, `${problem.instancePath || "/"} ${problem.message}`);
}

async function load(dirs: readonly string[], revision: string): Promise<string> {
  const args = [...typeScript, join(__dirname, "load.ts"), ...dirs];
  let output = "";
  try {
    return await run(process.execPath, args, { explain: (all) => (output = all.trim()) });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw notLoaded(revision, output || error.message);
  }
}

function notLoaded(revision: string, reason: string): UserError {
  return new UserError(
    `the contract of ${revision} can't be loaded: ${reason}`,
    "`npm run types` may say more; `npm ci` installs what is missing.",
  );
}
