import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../lib/errors";

/** A server that runs as a child process of this one. */
export interface LocalServer {
  readonly url: string;
  readonly pid: number;
  readonly log: string;
  /** Ends it with the signal (SIGTERM unless told otherwise) and waits for its end. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
}

/** What to start and when it serves. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly log: string;
  readonly url: string;
  readonly ready: () => Promise<boolean>;
}

/** Starts a server and resolves when it serves. Throws UserError when it ends before, naming its log. */
export async function startServer(server: ServerCommand): Promise<LocalServer> {
  const log = openSync(server.log, "a", 0o600);
  const child = spawn(server.command, server.args, {
    stdio: ["ignore", log, log],
    env: { ...process.env, ...server.env },
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.once("error", () => undefined);
  const stop = (signal: NodeJS.Signals = "SIGTERM") => end(child, ended, signal);
  try {
    await waitUntilReady(child, server);
  } catch (error) {
    await stop("SIGKILL");
    throw error;
  }
  return { url: server.url, pid: child.pid ?? 0, log: server.log, stop };
}

async function waitUntilReady(
  child: ChildProcess,
  { command, log, url, ready }: ServerCommand,
): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await ready())) {
    if (child.pid === undefined)
      throw new UserError(`${command} can't be run`, "Run `make dev`, which installs it.");
    if (child.exitCode !== null || Date.now() > deadline) {
      throw new UserError(
        `${command} does not serve ${url}`,
        "Its log says why; often the port is taken by another program.",
        log,
      );
    }
    await sleep(20);
  }
}

async function end(child: ChildProcess, ended: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined) return;
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  await ended;
}
