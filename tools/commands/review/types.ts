import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { ContractSnapshot } from "../../../stream-config/review";
import { code, count } from "../../../stream-config/review/words";
import { UserError } from "../../lib/errors";
import { inTemporaryDir } from "../../lib/files";
import { run } from "../../lib/run";

/** What the compiler says of both sides: problems of the working tree's contract, notes about the other's. */
export interface Checked {
  readonly problems: ContractSnapshot["problems"];
  readonly notes: readonly string[];
}

/** What a report says where nobody has asked the compiler. */
export const unchecked: Checked = {
  problems: [],
  notes: ["Types were not checked: `npm run types` does, and so does `--types` here."],
};

/** Has the compiler check the contract of the checkout, and the one in the folder of what it is compared with. */
export async function checkTypes(checkout: string, base: string | undefined, name: string): Promise<Checked> {
  const own = await typeErrors(checkout, checkout);
  const before = base === undefined ? [] : await typeErrors(checkout, base);
  return {
    problems: own.map(({ at, message }) => ({ at, message })),
    notes: before.length === 0 ? [] : [`${code(name)} has ${count(before.length, "error")} of types itself.`],
  };
}

type Problem = Checked["problems"][number];

function typeErrors(checkout: string, dir: string): Promise<Problem[]> {
  return inTemporaryDir("auth-stack-review-types-", (project) => typeErrorsIn(project, checkout, dir));
}

async function typeErrorsIn(project: string, checkout: string, dir: string): Promise<Problem[]> {
  const settings = {
    extends: join(checkout, "tsconfig.json"),
    compilerOptions: {
      rootDir: dir,
      noEmit: true,
      incremental: false,
      typeRoots: [join(checkout, "node_modules/@types")],
    },
    include: [join(dir, "stream-config")],
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify(settings));
  const args = [join(checkout, "node_modules/typescript/bin/tsc"), "--project", project, "--pretty", "false"];
  let output = "";
  try {
    await run(process.execPath, args, { cwd: dir, explain: (all) => (output = all) });
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const found = output.split("\n").flatMap((line) => problemOf(line, dir));
    if (found.length > 0) return found;
    throw new UserError(`types can't be checked: ${error.message}`, "`npm ci` installs the compiler.");
  }
}

/** "stream-config/users/analytics.ts(8,3): error TS2322: Type …" */
function problemOf(line: string, dir: string): Problem[] {
  const [, file, at, message] = /^(.+)\((\d+),\d+\): error (TS\d+: .*)$/.exec(line) ?? [];
  if (file === undefined || at === undefined || message === undefined) return [];
  return [{ at: `${relative(dir, join(dir, file))}:${at}`, message }];
}
