import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../lib/run";
import { runBuildTool } from "./build-tool";

/** What `collect.sh` needs to run in the unpacked packages. */
const collector = ["dash", "coreutils"];

/** The packages that an image's files are taken from, as part of its inputs. */
export function debianInputs(packages: readonly string[]): readonly string[] {
  return ["debian", ...packages];
}

/**
 * Unpacks Debian packages with all they depend on into `debian.tar` in the build context, taking them from where this
 * machine's apt does. Equal package versions give an equal file (SOURCE_DATE_EPOCH, reproducible-builds.org).
 */
export async function unpackDebian(packages: readonly string[], context: string): Promise<void> {
  const args = [
    "--variant=extract",
    "--format=tar",
    "--skip=output/dev",
    `--aptopt=${await writeAptOptions(context)}`,
    `--include=${[...collector, ...packages].join(",")}`,
  ];
  const target = join(context, "debian.tar");
  const env = { SOURCE_DATE_EPOCH: "0", TMPDIR: context };
  await runBuildTool("mmdebstrap", [...args, "", target, ...aptSources()], env);
}

/** The machine's proxies and other download settings, not logged. The user _apt can't enter our folder. */
async function writeAptOptions(dir: string): Promise<string> {
  const path = join(dir, "apt.conf");
  const settings = await run("apt-config", ["dump", "--no-empty", "Acquire"]);
  writeFileSync(path, `${settings}\nAPT::Sandbox::User "root";\n`);
  return path;
}

/** The files that name the machine's package sources; sources.list(5). */
function aptSources(): string[] {
  const parts = "/etc/apt/sources.list.d";
  const names = existsSync(parts) ? readdirSync(parts).sort() : [];
  const files = names.filter((name) => /\.(list|sources)$/.test(name)).map((name) => join(parts, name));
  return ["/etc/apt/sources.list", ...files].filter((path) => existsSync(path));
}
