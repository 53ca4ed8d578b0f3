import { rmSync } from "node:fs";
import { removeCluster } from "../cluster/down";
import { withLock } from "../lib/lock";
import type { Outcome, Report } from "../lib/steps";
import { localStack, localStackFile, preparePulumi, pulumi } from "../stack/pulumi";
import type { Target } from "../stack/target";
import { endOrphanedPlugins } from "./orphans";

/** Removes what `bringUp` made: our node and all on it, or, on someone's cluster, the stack. Throws UserError. */
export function takeDown(target: Target, report: Report): Promise<Outcome> {
  return withLock("up", "taking the stack down", report, async () => {
    const outcome = target.kind === "node" ? await removeCluster(report) : await destroyStack(target);
    await endOrphanedPlugins(target.pulumiDir);
    rmSync(target.pulumiDir, { recursive: true, force: true });
    rmSync(localStackFile, { force: true });
    return outcome;
  });
}

async function destroyStack(target: Target): Promise<Outcome> {
  preparePulumi(target);
  await pulumi(target, ["destroy", "--stack", localStack, "--yes", "--skip-preview", "--remove"]);
  return "changed";
}
