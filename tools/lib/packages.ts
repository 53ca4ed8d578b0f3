import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "./errors";
import { logDir } from "./paths";
import { run } from "./run";
import type { Outcome, Report } from "./steps";

/** Debian packages that we may need. Any of the proofs shows that one is there, wherever it came from. */
const packages = {
  containerd: { proof: ["/usr/bin/containerd"], daemons: ["containerd"] },
  runc: { proof: ["/usr/sbin/runc", "/usr/bin/runc"], daemons: [] },
  "containernetworking-plugins": { proof: ["/usr/lib/cni/bridge"], daemons: [] },
  conntrack: { proof: ["/usr/sbin/conntrack"], daemons: [] },
  ipset: { proof: ["/usr/sbin/ipset"], daemons: [] },
  iptables: { proof: ["/usr/sbin/iptables"], daemons: [] },
  iproute2: { proof: ["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip"], daemons: [] },
  "etcd-server": { proof: ["/usr/bin/etcd"], daemons: ["etcd"] },
  "docker-registry": { proof: ["/usr/bin/docker-registry"], daemons: ["docker-registry"] },
  buildah: { proof: ["/usr/bin/buildah"], daemons: [] },
  mmdebstrap: { proof: ["/usr/bin/mmdebstrap"], daemons: [] },
  "redis-server": { proof: ["/usr/bin/redis-server"], daemons: ["redis-server"] },
} as const satisfies Record<string, { proof: readonly string[]; daemons: readonly string[] }>;

/** A package that we may need. */
export type PackageName = keyof typeof packages;

/**
 * Installs with apt-get what is missing, and nothing else; no daemon of a package is started or will be at boot,
 * because we start our own. Throws UserError naming the packages when this machine or user can't install them.
 */
export async function ensurePackages(names: readonly PackageName[], report: Report): Promise<Outcome> {
  const missing = missingPackages(names);
  if (missing.length === 0) return "unchanged";
  requireApt(missing);
  report(`installing ${missing.join(", ")}`);
  await install(missing);
  await disableDaemons(missing);
  return "changed";
}

/** Those that this machine has not. */
export function missingPackages(names: readonly PackageName[]): PackageName[] {
  return names.filter((name) => !packages[name].proof.some((path) => existsSync(path)));
}

function requireApt(missing: readonly PackageName[]): void {
  const wanted = missing.join(" ");
  if (!existsSync("/usr/bin/apt-get")) {
    throw new UserError(
      `these packages are missing: ${wanted}, and there is no apt-get to install them`,
      `Install what these Debian packages have (${missing.map((name) => packages[name].proof[0]).join(", ")}).`,
    );
  }
  if (process.getuid?.() !== 0) {
    throw new UserError(
      `these packages are missing: ${wanted}, and only root may install them`,
      `Run \`sudo apt-get install --no-install-recommends ${wanted}\`, then run this again.`,
    );
  }
}

/** The lists may never have been fetched, or be so old that what they name is gone. */
async function install(missing: readonly PackageName[]): Promise<void> {
  const arguments_ = ["install", "--yes", "--no-install-recommends", ...missing];
  try {
    await aptGet(arguments_);
  } catch {
    await aptGet(["update"]);
    await aptGet(arguments_);
  }
}

async function aptGet(args: readonly string[]): Promise<void> {
  await run("apt-get", ["-o", "DPkg::Lock::Timeout=300", ...args], {
    // In single-user mode packages start no daemons (invoke-rc.d(8)); this makes them think so.
    env: { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
    log: join(logDir, "apt.log"),
    fix: "Check that the machine reaches its package mirror and has disk space, then run this again.",
  });
}

/** systemd starts what is enabled, in whatever mode the package was installed. */
async function disableDaemons(installed: readonly PackageName[]): Promise<void> {
  const daemons = installed.flatMap((name) => [...packages[name].daemons]);
  if (daemons.length === 0 || !existsSync("/run/systemd/system")) return;
  await run("systemctl", ["disable", "--now", ...daemons], { log: join(logDir, "apt.log") });
}
