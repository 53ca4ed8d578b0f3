import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readIfThere } from "../lib/files";
import { containerdSocket, dirs } from "./layout";
import { identify } from "./process/identity";
import { terminate } from "./process/stop";

const tasks = join(dirs.containerdState, "io.containerd.runtime.v2.task/k8s.io");

/** Ends the shims that our containerd started, told by its socket in their arguments, and removes their sockets. */
export async function endShims(): Promise<void> {
  const sockets = shimSockets();
  const shims = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter(isOurShim);
  for (const pid of shims) {
    const identity = identify(Number(pid));
    if (identity !== undefined) await terminate(identity, "containerd-shim", 0);
  }
  for (const socket of sockets) rmSync(socket, { force: true });
}

/** Whether the command line of a process, in the form of /proc/<pid>/cmdline, is that of a shim of our containerd. */
export function isShimCommand(cmdline: string): boolean {
  const [command = "", ...args] = cmdline.split("\0");
  return (
    command.endsWith("containerd-shim-runc-v2") && args[args.indexOf("-address") + 1] === containerdSocket
  );
}

function isOurShim(pid: string): boolean {
  return isShimCommand(readIfThere(`/proc/${pid}/cmdline`) ?? "");
}

/** Shims listen in a folder that all containerds of a machine share; each wrote down which socket is its own. */
function shimSockets(): string[] {
  return list(tasks)
    .map((id) => readIfThere(join(tasks, id, "address"))?.trim() ?? "")
    .filter((address) => address.startsWith("unix://"))
    .map((address) => address.slice("unix://".length));
}

function list(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}
