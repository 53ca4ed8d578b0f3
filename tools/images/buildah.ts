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
  const tls = `--tls-verify=${registry.scheme === "https"}`;
  await buildah(dir, ["bud", tls, ...buildFlags, ...buildArguments(dir, build)]);
  const digestFile = join(dir, "digest");
  await buildah(dir, [
    "push",
    tls,
    "--digestfile",
    digestFile,
    build.reference,
    `docker://${build.reference}`,
  ]);
  return readFileSync(digestFile, "utf8").trim();
}

/** Runs buildah, which needs no daemon. Throws UserError. */
export function buildah(dir: string, args: readonly string[]): Promise<string> {
  const temporary = join(dir, "tmp");
  mkdirSync(temporary, { recursive: true });
  const storage = ["--root", join(dir, "storage"), "--runroot", join(dir, "run"), "--storage-driver", "vfs"];
  return runBuildTool("buildah", [...storage, ...args], { TMPDIR: temporary });
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
