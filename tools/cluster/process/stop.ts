import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../lib/errors";
import { hasCode } from "../../lib/files";
import { isAlive, type ProcessIdentity } from "./identity";
import { readRecord, removeRecord } from "./record";

/** Stops a recorded process and forgets it: SIGTERM, after 10 s SIGKILL. Never touches a process that only has its pid. */
export async function stopProcess(name: string): Promise<void> {
  const record = readRecord(name);
  if (record !== undefined) await terminate(record, name);
  removeRecord(name);
}

/** Ends exactly this process: SIGTERM, after 10 s SIGKILL. */
export async function terminate(identity: ProcessIdentity, name: string, graceSeconds = 10): Promise<void> {
  if (await endsAfter(identity, "SIGTERM", graceSeconds)) return;
  if (await endsAfter(identity, "SIGKILL", 10)) return;
  throw new UserError(
    `${name} (pid ${identity.pid}) does not end, not even after SIGKILL`,
    "It hangs in the kernel, usually on a disk. Check dmesg and the disk, then run `make down` again.",
  );
}

async function endsAfter(identity: ProcessIdentity, signal: NodeJS.Signals, seconds: number) {
  const deadline = Date.now() + seconds * 1000;
  send(identity, signal);
  while (isAlive(identity)) {
    if (Date.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}

function send(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isAlive(identity)) return;
  try {
    process.kill(identity.pid, signal);
  } catch (error) {
    if (!hasCode(error, "ESRCH")) throw error;
  }
}
