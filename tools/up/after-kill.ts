import { join } from "node:path";
import { endOrphanedPlugins } from "./orphans";
import { releaseDeadLocks } from "./pulumi-lock";

/** Removes what a killed `pulumi` leaves behind: plugins that wait for it, and its lock on the stack. */
export async function clearUpAfterKill(pulumiDir: string): Promise<void> {
  await endOrphanedPlugins(pulumiDir);
  releaseDeadLocks(join(pulumiDir, "state"));
}
