import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import type { ToolName } from "../../../../tools/toolchain";
import { temporaryDir } from "../../../support/servers";
import { writeScript } from "./release-server";

/** A compiler that says so, for every tool that it builds. */
const fakeGo = `case "$1" in
env) printf 'go1.26.8\\nlinux\\namd64\\n' ;;
install)
  mkdir -p "$GOBIN"
  for package in "$@"; do
    [ "$package" != . ] || package=$PWD
    printf '#!/bin/sh\\necho built\\n' >"$GOBIN/$(basename "\${package%/v2}")"
  done
  chmod +x "$GOBIN"/* ;;
esac`;

/**
 * A machine with nothing in its cache and a Go that builds scripts which print "built"; `releases` is its RELEASES. Modules
 * have to be reset before, and environment variables after.
 */
export async function onNewMachine(releases: string) {
  const dir = temporaryDir();
  writeScript(join(dir, "bin/go"), fakeGo);
  vi.stubEnv("PATH", `${join(dir, "bin")}:/usr/bin:/bin`);
  vi.stubEnv("XDG_CACHE_HOME", join(dir, "cache"));
  vi.stubEnv("XDG_STATE_HOME", join(dir, "state"));
  vi.stubEnv("RELEASES", releases);
  const { ensureTools, toolPath } = await import("../../../../tools/toolchain/index.js");
  const [reports, notes]: [string[], string[]] = [[], []];
  const ensure = (...tools: ToolName[]) =>
    ensureTools(
      tools,
      (doing) => reports.push(doing),
      (line) => notes.push(line),
    );
  const text = (tool: ToolName) => readFileSync(toolPath(tool), "utf8");
  const kept = () => readdirSync(join(dir, "cache/auth-stack/toolchain"));
  return { ensure, reports, notes, text, kept, bin: join(dir, "bin") };
}
