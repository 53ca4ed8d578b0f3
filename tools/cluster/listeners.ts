import { readdirSync, readlinkSync } from "node:fs";
import { readIfThere } from "../lib/files";
import type { Endpoint } from "./layout";

/** Who listens on a TCP port where `endpoint` would, e.g. "redis-server (pid 12)", or undefined. Reads /proc. */
export function findListener(endpoint: Endpoint): string | undefined {
  const tables = ["/proc/net/tcp", "/proc/net/tcp6"].map((path) => readIfThere(path) ?? "");
  const inode = tables.map((table) => listeningInode(table, endpoint)).find((found) => found !== undefined);
  return inode === undefined ? undefined : (holderOf(inode) ?? "another process");
}

/**
 * The inode of the socket that listens on that port, on the same address or on all, in the text of /proc/net/tcp or
 * tcp6 (proc(5)): field 2 is the local address in hexadecimal, field 4 the state, field 10 the inode.
 */
export function listeningInode(table: string, { host, port }: Endpoint): string | undefined {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const address = Buffer.from(host.split(".").map(Number).reverse()).toString("hex").toUpperCase();
  for (const line of table.split("\n").slice(1)) {
    const fields = line.trim().split(/\s+/);
    const [boundAddress, boundPort] = fields[1]?.split(":") ?? [];
    const inTheWay =
      boundAddress === address || boundAddress?.endsWith(address) || /^0+$/.test(boundAddress ?? "");
    if (fields[3] === "0A" && boundPort === hex && inTheWay) return fields[9];
  }
  return undefined;
}

function holderOf(inode: string): string | undefined {
  const pid = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .find((each) => hasOpen(each, `socket:[${inode}]`));
  return pid && `${readIfThere(`/proc/${pid}/comm`)?.trim()} (pid ${pid})`;
}

function hasOpen(pid: string, file: string): boolean {
  try {
    const fds = `/proc/${pid}/fd`;
    return readdirSync(fds).some((fd) => readlinkSync(`${fds}/${fd}`) === file);
  } catch {
    // The process or the descriptor has gone in the meantime.
    return false;
  }
}
