import { afterAll } from "vitest";
import type { OnFinished } from "./servers";

/**
 * Clean-ups for after the last test of a file, newest first. To be called at the top of the file: `afterAll` called from
 * within a hook or a test is ignored.
 */
export function afterFile(): OnFinished {
  const cleanUps: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  });
  return (cleanUp) => cleanUps.push(cleanUp);
}
