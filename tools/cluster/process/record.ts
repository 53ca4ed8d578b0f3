import { rmSync } from "node:fs";
import { join } from "node:path";
import { readIfThere } from "../../lib/files";
import { dirs } from "../layout";
import { isAlive, type ProcessIdentity } from "./identity";

/** What pids/<name>.json says about a process that was started. */
export interface ProcessRecord extends ProcessIdentity {
  readonly fingerprint: string;
}

/** The file that a process's record is in. */
export function recordPath(name: string): string {
  return join(dirs.pids, `${name}.json`);
}

/** The record of a process, or undefined when it was never started or was stopped. */
export function readRecord(name: string): ProcessRecord | undefined {
  return parseRecord(readIfThere(recordPath(name)) ?? "");
}

/** The record of a process that runs now. */
export function runningRecord(name: string): ProcessRecord | undefined {
  const record = readRecord(name);
  return record !== undefined && isAlive(record) ? record : undefined;
}

/** A record's fields, or undefined when the text is no record. */
export function parseRecord(text: string): ProcessRecord | undefined {
  const match = /^\{"pid":(\d+),"startTime":"(\d+)","bootId":"([^"]*)","fingerprint":"([^"]*)"\}\s*$/.exec(
    text,
  );
  if (match === null) return undefined;
  const [, pid = "", startTime = "", bootId = "", fingerprint = ""] = match;
  return { pid: Number(pid), startTime, bootId, fingerprint };
}

/** Forgets a process: it was stopped on purpose. */
export function removeRecord(name: string): void {
  rmSync(recordPath(name), { force: true });
}
