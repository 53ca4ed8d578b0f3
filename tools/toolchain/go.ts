import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../lib/errors";
import { logDir } from "../lib/paths";
import { run } from "../lib/run";

/** Where the Go compiler's whole output goes. */
export const buildLog = join(logDir, "toolchain.log");

/** Flags that decide what is built: static, without the paths of this machine or symbols. */
export const buildFlags = ["-trimpath", "-buildvcs=false"] as const;
export const linkerFlags = ["-s", "-w"] as const;

/** The Go command's environment: our flags instead of the caller's, so that equal pins give equal binaries. */
export function goEnvironment(binDir = ""): Record<string, string> {
  return {
    CGO_ENABLED: "0",
    GOFLAGS: buildFlags.join(" "),
    GOWORK: "off",
    GOBIN: binDir,
    GOOS: "",
    GOARCH: "",
  };
}

/** Runs `go` in a module's folder. Throws UserError when it fails or is not there. */
export async function runGo(
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Promise<string> {
  mkdirSync(logDir, { recursive: true });
  const fix =
    "Check that the disk is not full (`df -h`) and that the Go module proxy answers (`go env GOPROXY`), then run this " +
    "again: what has been built is kept.";
  return run("go", args, { cwd, env, log: buildLog, fix });
}

/** The compiler that builds the module in `dir`, e.g. "go1.26.8 linux/amd64". Throws UserError when there is no Go. */
export async function goVersion(dir: string): Promise<string> {
  const fix = "Install Go 1.26 or newer (https://go.dev/dl) and put it on PATH.";
  try {
    const answer = await run("go", ["env", "GOVERSION", "GOOS", "GOARCH"], {
      cwd: dir,
      env: goEnvironment(),
      fix,
    });
    const [version, os, arch] = answer.split("\n");
    return `${version} ${os}/${arch}`;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`No Go compiler that can build the toolchain: ${error.message}`, fix);
  }
}
