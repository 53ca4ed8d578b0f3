import { afterAll } from "vitest";
import type { OnFinished } from "./servers";

/**
 * Clean-ups for after the last test of a file, newest first, and all of them, whichever fail. To be called at the top of
 * the file: `afterAll` called from within a hook or a test is ignored.
 */
export function afterFile(): OnFinished {
  const cleanUps: (() => Promise<void>)[] = [];
  afterAll(async () => {
    const failures: unknown[] = [];
    for (const cleanUp of cleanUps.reverse()) await cleanUp().catch((error) => failures.push(error));
    if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures);
  });
  return (cleanUp) => cleanUps.push(cleanUp);
}
