import {
  type ContractSnapshot,
  emptyContract,
  type Report,
  renderJson,
  renderMarkdown,
  renderText,
  reviewContracts,
} from "../../../stream-config/review";
import { code } from "../../../stream-config/review/words";
import { UnitError } from "../../../stream-config/units";
import { UserError } from "../../lib/errors";
import { help, type ReviewOptions, readArgs } from "./args";
import { baseOf, loadContract, workingTree } from "./contract";
import { reviewLive } from "./live";
import { checkoutOf, commitOf, defaultBase, withContractOf } from "./revision";
import { statusOf } from "./status";
import { terminalStyle } from "./style";
import { checkTypes, unchecked } from "./types";

/** What a command prints and how it ends. */
export interface Outcome {
  readonly output: string;
  readonly status: number;
}

/** Reviews the checkout that `dir` is in. Throws UserError where the comparison can't be made. */
export async function review(args: readonly string[], dir: string, isTerminal: boolean): Promise<Outcome> {
  const options = readArgs(args);
  if (options.help) return { output: `${help}\n`, status: 0 };
  const report = await compare(dir, options);
  return {
    output: render(report, options.format, isTerminal),
    status: statusOf(report.verdict, options.failOn),
  };
}

/** The report of the working tree against what it is compared with. Throws UserError. */
async function compare(dir: string, { against, types }: ReviewOptions): Promise<Report> {
  const checkout = await checkoutOf(dir);
  if (against.kind === "revision") return compareRevision(checkout, against.base, types);
  const declared = await loadContract(checkout, workingTree);
  return demandUnits(() => reviewLive(against, declared, workingTree.revision));
}

async function compareRevision(checkout: string, base: string | undefined, types: boolean): Promise<Report> {
  const commit = await commitOf(checkout, base);
  const name = base ?? defaultBase;
  return withContractOf(checkout, commit, async (dir) => {
    const [before, after] = await both(contractOf(dir, name), loadContract(checkout, workingTree, dir));
    const checked = types ? await checkTypes(checkout, dir, name) : unchecked;
    const head = { ...after, problems: [...after.problems, ...checked.problems] };
    const notes = [
      ...(dir === undefined ? [`${code(name)} has no contract yet: all of this one is new.`] : []),
      ...checked.notes,
    ];
    return demandUnits(async () => ({
      ...reviewContracts(
        { revision: { name, commit }, contract: before },
        { revision: { name: workingTree.revision }, contract: head },
      ),
      notes,
    }));
  });
}

/** Both results; a failure of one is told when the other has ended too, and cleaned up. */
async function both<Result>(one: Promise<Result>, other: Promise<Result>): Promise<[Result, Result]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

async function contractOf(dir: string | undefined, name: string): Promise<ContractSnapshot> {
  return dir === undefined ? emptyContract : loadContract(dir, baseOf(name));
}

/** A duration or size that can't be read is an error of the contract. */
async function demandUnits(compare: () => Promise<Report>): Promise<Report> {
  try {
    return await compare();
  } catch (error) {
    if (!(error instanceof UnitError)) throw error;
    throw new UserError(`the contracts can't be compared: ${error.message}`, "Mend it in stream-config/.");
  }
}

function render(report: Report, format: ReviewOptions["format"], isTerminal: boolean): string {
  switch (format) {
    case "text":
      return renderText(report, isTerminal ? terminalStyle : undefined);
    case "markdown":
      return renderMarkdown(report);
    case "json":
      return renderJson(report);
  }
}
