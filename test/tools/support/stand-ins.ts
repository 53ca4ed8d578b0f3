import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { findOnPath } from "../../../tools/toolchain/on-path";
import { temporaryDir } from "../../support/servers";

/** Programs that stand in for real ones, and what they were called with. */
export interface StandIns {
  /** Each call, as its program and arguments in one line. */
  readonly calls: () => readonly string[];
}

/**
 * Makes these the only programs on PATH beside node and npm until the test ends. Each has the lines of a shell script that
 * follow after its call was written down.
 */
export function standIns(programs: Readonly<Record<string, string>>): StandIns {
  const dir = temporaryDir();
  const log = join(dir, "calls");
  const npm = findOnPath("npm");
  if (npm === undefined) throw new Error("npm is not on PATH");
  symlinkSync(npm, join(dir, "npm"));
  symlinkSync(process.execPath, join(dir, "node"));
  for (const [name, script] of Object.entries(programs)) {
    const lines = ["#!/bin/sh", `echo "${name} $*" >>"${log}"`, script, ""];
    writeFileSync(join(dir, name), lines.join("\n"), { mode: 0o755 });
  }
  vi.stubEnv("PATH", dir);
  onTestFinished(() => void vi.unstubAllEnvs());
  return { calls: () => (existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : []) };
}
