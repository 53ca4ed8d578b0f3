import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runBuildTool } from "./build-tool";
import type { Preparation } from "./image";
import type { Registry } from "./reference";

/** A build: the Dockerfile, and the reference that names its result in the registry. */
export interface Build extends Preparation {
  readonly dockerfile: string;
  readonly reference: string;
}

/**
 * Builds an image and pushes it, with storage in `dir` instead of the machine's own. Returns its digest. Throws
 * UserError.
 */
export async function buildAndPush(dir: string, registry: Registry, build: Build): Promise<string> {
  const buildah = await openBuildah(dir);
  const tls = `--tls-verify=${registry.scheme === "https"}`;
  await buildah("bud", tls, ...buildFlags, ...buildArguments(dir, build));
  const digestFile = join(dir, "digest");
  await buildah("push", tls, "--digestfile", digestFile, build.reference, `docker://${build.reference}`);
  return readFileSync(digestFile, "utf8").trim();
}

/** Whether a registry has an image, asked with the credentials that the user has logged in with. */
export async function canInspect(dir: string, reference: string): Promise<boolean> {
  return succeeds(buildah(dir, "vfs", "manifest", "inspect", `docker://${reference}`));
}

/** Overlay mounts are several times faster than the copies that vfs makes, but not every file system carries them. */
async function openBuildah(dir: string) {
  const overlay = await succeeds(buildah(join(dir, "trial"), "overlay", "info"));
  return (...args: string[]) => buildah(dir, overlay ? "overlay" : "vfs", ...args);
}

/** Runs buildah, which needs no daemon. Throws UserError. */
function buildah(dir: string, driver: "overlay" | "vfs", ...args: readonly string[]): Promise<string> {
  const temporary = join(dir, "tmp");
  mkdirSync(temporary, { recursive: true });
  const storage = ["--root", join(dir, "storage"), "--runroot", join(dir, "run"), "--storage-driver", driver];
  return runBuildTool("buildah", [...storage, ...args], { TMPDIR: temporary });
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}

/** With every time in the image at the epoch, equal files give an equal digest. */
const buildFlags = ["--isolation", "chroot", "--format", "oci", "--timestamp", "0", "--layers=false"];

function buildArguments(dir: string, { dockerfile, reference, context, args, secrets }: Build): string[] {
  return [
    ...Object.entries(args ?? {}).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
    ...Object.entries(secrets ?? {}).flatMap(([id, text]) => ["--secret", writeSecret(dir, id, text)]),
    ...["--file", dockerfile, "--tag", reference, context],
  ];
}

function writeSecret(dir: string, id: string, text: string): string {
  const path = join(dir, `secret-${id}`);
  writeFileSync(path, text, { mode: 0o600 });
  return `id=${id},src=${path}`;
}
