import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { UserError } from "../lib/errors";
import { projectDir } from "../lib/paths";
import { typeScript } from "../lib/typescript";

/** Starts `make dev`, waits until it says that it is ready, and ends it; seconds. Throws UserError. */
export async function devReadySeconds(): Promise<number> {
  const started = Date.now();
  const dev = spawn(process.execPath, [...typeScript, join(projectDir, "tools/commands/dev/index.ts")], {
    // The cluster has the usual port.
    env: { ...process.env, PORT: "13001" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(dev, "close");
  for await (const line of createInterface({ input: dev.stdout })) {
    if (!line.includes("ready in")) continue;
    const seconds = (Date.now() - started) / 1000;
    dev.stdout.resume();
    dev.kill("SIGINT");
    await closed;
    return seconds;
  }
  throw new UserError("`make dev` did not become ready", "Run it by itself to see why.");
}
