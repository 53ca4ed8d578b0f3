import { UserError } from "../../lib/errors";
import { run } from "../../lib/run";
import { findOnPath } from "../../toolchain/on-path";
import type { Builder } from "./builder";

/** The first of these that is on PATH and can build now. Throws UserError that says what is wrong with each. */
export async function findBuilder(candidates: readonly Builder[]): Promise<Builder> {
  const troubles: string[] = [];
  for (const builder of candidates) {
    const trouble = await troubleOf(builder);
    if (trouble === undefined) return builder;
    troubles.push(trouble);
  }
  throw new UserError(
    `Nothing here builds the service's image: ${troubles.join("; ")}`,
    `Start or install ${candidates.length > 1 ? "one of them" : "it"}, then run this again.`,
  );
}

async function troubleOf({ program, probe }: Builder): Promise<string | undefined> {
  if (findOnPath(program) === undefined) return `${program} is not on PATH`;
  try {
    await run(program, probe, { timeoutSeconds: 20 });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
