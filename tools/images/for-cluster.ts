import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../lib/errors";
import { inTemporaryDir } from "../lib/files";
import { projectDir } from "../lib/paths";
import type { Outcome, Report } from "../lib/steps";
import { publicBase, serviceDockerfile, serviceKey } from "./auth-service/image";
import { readNpmrc } from "./auth-service/npmrc";
import { runLogged } from "./build-tool";
import { byDigest } from "./builders/base-image";
import { type Builder, builders, dockerOnly } from "./builders/builder";
import { findBuilder } from "./builders/find";
import { type LocalCluster, loadCommand } from "./clusters/local";
import { type ClusterNode, isOnAll, platformOf } from "./clusters/nodes";
import { natsImage } from "./nats/image";
import { findOurs, storeOf } from "./ours";
import { publicImages } from "./public";
import { redisImage } from "./redis/image";
import { parseRegistry, type Registry, tagReference } from "./reference";
import { findManifest, requireRegistry } from "./registry";

/** A cluster that we did not start. */
export interface ForeignCluster {
  readonly context: string;
  /** Undefined for one that takes images from registries alone. */
  readonly local: LocalCluster | undefined;
  readonly nodes: readonly ClusterNode[];
}

/** References of the images that a stack on it runs. */
export interface ClusterImages {
  readonly outcome: Outcome;
  readonly images: { readonly nats: string; readonly redis: string; readonly authService: string };
}

/**
 * Makes sure that the cluster can have the stack's images. The service's is built by what is here, on the public image of
 * Node.js, under a tag that follows from its sources, and pushed to the registry if one is named, or loaded. NATS and Redis
 * are the public images, unless `make images` put ours into the registry from here. Throws UserError.
 */
export async function ensureClusterImages(
  cluster: ForeignCluster,
  registryName: string | undefined,
  report: Report,
): Promise<ClusterImages> {
  const registry = registryName === undefined ? undefined : parseRegistry(registryName);
  const { outcome, image } =
    registry === undefined
      ? await ensureLoaded(cluster, demandLocal(cluster), report)
      : await ensurePushed(cluster, registry, report);
  const [nats, redis] = await Promise.all([
    registry && findOurs(storeOf(registry), natsImage),
    registry && findOurs(storeOf(registry), redisImage),
  ]);
  const images = { nats: nats ?? publicImages.nats, redis: redis ?? publicImages.redis, authService: image };
  return { outcome, images };
}

interface Ensured {
  readonly outcome: Outcome;
  readonly image: string;
}

async function ensurePushed({ nodes }: ForeignCluster, registry: Registry, report: Report): Promise<Ensured> {
  await requireRegistry(registry);
  const platform = platformOf(nodes);
  const key = serviceKey(publicBase(), platform);
  const image = tagReference(registry, "auth-service", key);
  // One that tells only those who log in is given it again: whoever pushes is logged in.
  if ((await findManifest(registry, "auth-service", key)) === "present")
    return { outcome: "unchanged", image };
  const builder = await findBuilder(builders);
  await build(builder, image, platform, report);
  report(`pushing ${image}`);
  await runLogged(builder.program, builder.push(image, registry));
  return { outcome: "changed", image };
}

async function ensureLoaded(
  { nodes }: ForeignCluster,
  local: LocalCluster,
  report: Report,
): Promise<Ensured> {
  const platform = platformOf(nodes);
  const image = `localhost/auth-stack/auth-service:${serviceKey(publicBase(), platform)}`;
  if (isOnAll(nodes, image)) return { outcome: "unchanged", image };
  const builder = await findBuilder(local.kind === "docker-desktop" ? dockerOnly : builders);
  await build(builder, image, platform, report);
  await load(builder, local, image, report);
  return { outcome: "changed", image };
}

async function build(
  builder: Builder,
  tag: string,
  platform: string | undefined,
  report: Report,
): Promise<void> {
  report(`building the service's image with ${builder.program}`);
  const baseImage = await byDigest(builder, publicBase(), platform, report);
  await inTemporaryDir("auth-stack-", async (dir) => {
    const npmrc = join(dir, "npmrc");
    writeFileSync(npmrc, await readNpmrc(), { mode: 0o600 });
    const request = { dockerfile: serviceDockerfile, context: projectDir, tag, baseImage, npmrc, platform };
    await runLogged(builder.program, builder.build(request), {
      // Docker before 23 builds without secrets unless told so; an attestation is an image more than clusters can load.
      DOCKER_BUILDKIT: "1",
      BUILDX_NO_DEFAULT_ATTESTATIONS: "1",
    });
  });
}

async function load(builder: Builder, local: LocalCluster, image: string, report: Report): Promise<void> {
  await inTemporaryDir("auth-stack-", async (dir) => {
    const file = join(dir, "auth-service.tar");
    const command = loadCommand(local, file);
    if (command === undefined) return;
    const [program, ...args] = command;
    report(`loading the service's image into ${local.kind} cluster ${local.name}`);
    await runLogged(builder.program, builder.save(image, file));
    await runLogged(program, args);
  });
}

function demandLocal({ context, local }: ForeignCluster): LocalCluster {
  if (local !== undefined) return local;
  throw new UserError(
    `REGISTRY is not set, and "${context}" is no context of kind, k3d, minikube or Docker Desktop, which take images without one`,
    "Set it to a registry that this machine can push to and the cluster can pull from, e.g. REGISTRY=registry.example.com/team.",
  );
}
