import { rmSync } from "node:fs";
import { join } from "node:path";
import { hostRecord } from "./host";
import { dirs } from "./layout";
import { unmountBelow } from "./mounts";

/** What describes running containers and handed-out addresses; none of it is true any more after a reboot. */
const ofOneBoot = [dirs.containerdState, join(dirs.cni, "ipam")];

/** At the first start in a boot, clears away what says that something runs which the reboot has ended. */
export async function forgetEarlierBoot(): Promise<void> {
  if (hostRecord() !== undefined) return;
  for (const dir of ofOneBoot) {
    await unmountBelow(dir);
    rmSync(dir, { recursive: true, force: true });
  }
}
