import { UserError } from "../lib/errors";
import { type Registry, repositoryOf } from "./reference";

/** Manifests that a registry may hold for an image; without them it answers with an older form or not at all. */
const manifestTypes =
  "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json, " +
  "application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json";

/** Makes sure that a registry answers there. Throws UserError. */
export async function requireRegistry(registry: Registry): Promise<void> {
  await ask(registry, "", "GET");
}

/**
 * Whether the registry has the image's manifest, "unknown" when it tells only those who log in. `reference` is a tag or a
 * digest.
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#checking-if-content-exists-in-the-registry
 */
export async function findManifest(
  registry: Registry,
  image: string,
  reference: string,
): Promise<"present" | "absent" | "unknown"> {
  const answer = await ask(registry, `${repositoryOf(registry, image)}/manifests/${reference}`, "HEAD");
  if (answer.ok) return "present";
  return answer.status === 401 || answer.status === 403 ? "unknown" : "absent";
}

async function ask({ scheme, host }: Registry, path: string, method: string): Promise<Response> {
  const url = `${scheme}://${host}/v2/${path}`;
  try {
    const headers = { accept: manifestTypes };
    return await fetch(url, { method, headers, signal: AbortSignal.timeout(10_000) });
  } catch (error) {
    throw new UserError(
      `No image registry answers at ${scheme}://${host}: ${reasonOf(error)}`,
      "`make up` starts the local one; REGISTRY=host[:port][/path] names another. Check that it runs and can be reached.",
    );
  }
}

/** fetch hides the system's error in `cause`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
