import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { UserError } from "../lib/errors";
import { inTemporaryDir } from "../lib/files";
import { projectDir } from "../lib/paths";
import { typeScript } from "../lib/typescript";

/** Builds the whole toolchain with nothing cached, modules downloaded anew; minutes. Throws UserError. */
export function coldBuildMinutes(): Promise<number> {
  return inTemporaryDir("auth-stack-cold-", buildIn);
}

async function buildIn(dir: string): Promise<number> {
  const env = {
    ...process.env,
    XDG_CACHE_HOME: join(dir, "cache"),
    XDG_STATE_HOME: join(dir, "state"),
    RELEASES: "none",
    GOCACHE: join(dir, "go-build"),
    GOMODCACHE: join(dir, "go-mod"),
    // Else the downloaded modules are read-only, and can't be removed below.
    GOFLAGS: "-modcacherw",
  };
  const started = Date.now();
  const build = spawn(process.execPath, [...typeScript, join(projectDir, "tools/bench/build-toolchain.ts")], {
    env,
    stdio: "inherit",
  });
  const [code] = await once(build, "close");
  if (code !== 0) throw new UserError("The cold toolchain build failed", "Its output is above.");
  return (Date.now() - started) / 60_000;
}
