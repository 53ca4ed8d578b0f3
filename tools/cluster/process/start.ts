import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../lib/errors";
import { hasCode, readIfThere } from "../../lib/files";
import type { Outcome } from "../../lib/steps";
import { dirs } from "../layout";
import { waitFor } from "../wait";
import { currentBootId, isAlive } from "./identity";
import { recordPath, runningRecord } from "./record";
import { fingerprint, type ProcessSpec } from "./spec";
import { stopProcess } from "./stop";

const maxLogBytes = 20 * 1024 * 1024;

/**
 * The shell writes the record and then becomes the process: whoever interrupts us, a running process always has a
 * record. Word 20 after the command's name in /proc/<pid>/stat is the start time.
 */
const launcher = `
ulimit -n "$(ulimit -H -n)"
read -r stat < /proc/$$/stat
record=$1 boot=$2 print=$3; shift 3
start=$(set -- \${stat##*) }; echo "\${20}")
printf '{"pid":%s,"startTime":"%s","bootId":"%s","fingerprint":"%s"}\\n' $$ "$start" "$boot" "$print" > "$record.tmp"
mv "$record.tmp" "$record"
exec "$@"`;

/** The log file of a process. */
export function logPath(name: string): string {
  return join(dirs.logs, `${name}.log`);
}

/**
 * Starts a process unless it already runs with the same configuration, and waits until it is ready. It outlives us
 * and holds no terminal. Throws UserError when it ends or does not get ready.
 */
export async function ensureReady(spec: ProcessSpec): Promise<Outcome> {
  const { outcome, hasEnded } = await ensureProcess(spec);
  const log = logPath(spec.name);
  const check = () => {
    if (hasEnded())
      throw new UserError(`${spec.name} ended right after its start: ${lastLine(log)}`, fix, log);
    return spec.ready();
  };
  await waitFor(check, { what: `${spec.name} to be ready`, fix, log });
  return outcome;
}

const fix = "Read its log; `make down` and `make up` start from nothing.";

interface Started {
  readonly outcome: Outcome;
  readonly hasEnded: () => boolean;
}

/** Starts a process unless it already runs with the same configuration. */
export async function ensureProcess(spec: ProcessSpec): Promise<Started> {
  const print = fingerprint(spec);
  const record = runningRecord(spec.name);
  if (record?.fingerprint === print) return { outcome: "unchanged", hasEnded: () => !isAlive(record) };
  await stopProcess(spec.name);
  const child = launch(spec, print);
  return { outcome: "changed", hasEnded: () => child.exitCode !== null || child.signalCode !== null };
}

function launch(spec: ProcessSpec, print: string): ChildProcess {
  mkdirSync(dirs.pids, { recursive: true });
  const log = openLog(spec.name);
  const own = [recordPath(spec.name), currentBootId(), print];
  const child = spawn("/bin/sh", ["-euc", launcher, spec.name, ...own, spec.command, ...spec.args], {
    cwd: "/",
    detached: true,
    env: { PATH: searchPath, HOME: "/root", ...spec.env },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  return child;
}

/** Our own value, not the caller's: npm puts folders in front, and a root shell may lack sbin. */
const searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

function openLog(name: string): number {
  mkdirSync(dirs.logs, { recursive: true });
  const path = logPath(name);
  try {
    if (statSync(path).size > maxLogBytes) truncateSync(path);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
  return openSync(path, "a", 0o600);
}

function lastLine(path: string): string {
  return (readIfThere(path) ?? "").trim().split("\n").at(-1)?.slice(-300) ?? "";
}
