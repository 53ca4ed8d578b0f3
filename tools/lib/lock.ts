import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hasCode } from "./files";
import { stateDir } from "./paths";
import type { Report } from "./steps";

/**
 * Runs `work` while no other process holds the lock `name`, and waits as long as one does, saying so. `what` tells
 * the others what we are doing, e.g. "getting the toolchain". The lock is a listening socket, so the kernel lets go
 * of it when its holder ends, however it ends.
 */
export async function withLock<T>(
  name: string,
  what: string,
  report: Report,
  work: () => Promise<T>,
): Promise<T> {
  const server = await take(lockAddress(name), `pid ${process.pid}, which is ${what}`, report);
  try {
    return await work();
  } finally {
    server.close();
  }
}

/** Linux has socket names that are no files (unix(7)); elsewhere the socket is a file that a killed holder leaves. */
export function lockAddress(name: string, platform: NodeJS.Platform = process.platform): string {
  const hash = createHash("sha256").update(`${stateDir}\n${name}`).digest("hex").slice(0, 16);
  return platform === "linux" ? `\0auth-stack-${hash}` : join(tmpdir(), `auth-stack-${hash}.sock`);
}

async function take(path: string, self: string, report: Report): Promise<Server> {
  for (let told = ""; ; await sleep(200)) {
    const server = await listen(path, self);
    if (server !== undefined) return server;
    const holder = await askHolder(path);
    if (holder === "" || holder === told) continue;
    report(`waiting for ${holder}`);
    told = holder;
  }
}

function listen(path: string, self: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((asker) => asker.on("error", () => asker.destroy()).end(self));
    server.once("error", (error) => (hasCode(error, "EADDRINUSE") ? resolve(undefined) : reject(error)));
    server.listen(path, () => resolve(server.unref()));
  });
}

/** Who holds the lock, or "" when it has just been let go. */
function askHolder(path: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const asker = connect(path);
    asker.setTimeout(1000, () => asker.destroy());
    asker.on("data", (chunk) => {
      answer += chunk.toString();
    });
    asker.on("error", (error) => {
      if (hasCode(error, "ECONNREFUSED") && !path.startsWith("\0")) rmSync(path, { force: true });
    });
    asker.on("close", () => resolve(answer));
  });
}
