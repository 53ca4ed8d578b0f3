import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { runBuildTool } from "../../../../tools/images/build-tool";
import { builders } from "../../../../tools/images/builders/builder";
import { parseRegistry, tagReference } from "../../../../tools/images/reference";
import { findManifest } from "../../../../tools/images/registry";
import { imageBuilding } from "../../../../tools/toolchain/requirements";
import { afterFile } from "../../../support/after-file";
import { demandHere } from "../../../support/demand";
import { startTestRegistry, type TestRegistry } from "../../../support/registry";
import { temporaryDir } from "../../../support/servers";

const onFinished = afterFile();
const buildah = builders.find(({ program }) => program === "buildah")!;
let host: TestRegistry;

beforeAll(async () => {
  await demandHere(imageBuilding);
  host = await startTestRegistry(onFinished);
}, 300_000);

/** Runs the real program, with storage of the test's own. */
function run(args: readonly string[]): Promise<string> {
  return runBuildTool("buildah", args);
}

test("buildah - what it is told builds an image, saves it as a file and pushes it", async () => {
  const dir = temporaryDir();
  const [storage, dockerfile, npmrc] = ["storage.conf", "Dockerfile", "npmrc"].map((name) => join(dir, name));
  const places = { driver: "vfs", graphroot: join(dir, "graph"), runroot: join(dir, "run") };
  const settings = Object.entries(places).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  writeFileSync(storage!, ["[storage]", ...settings, ""].join("\n"));
  writeFileSync(dockerfile!, "ARG BASE_IMAGE=missing\nFROM $BASE_IMAGE\nCOPY Dockerfile /\n");
  writeFileSync(npmrc!, "");
  vi.stubEnv("CONTAINERS_STORAGE_CONF", storage!);
  onTestFinished(() => void vi.unstubAllEnvs());

  const registry = parseRegistry(host.host);
  const tag = tagReference(registry, "auth-service", "1");
  const platform = undefined;
  await run(buildah.probe);
  await run(
    buildah.build({
      dockerfile: dockerfile!,
      context: dir,
      tag,
      baseImage: "scratch",
      npmrc: npmrc!,
      platform,
    }),
  );
  expect(JSON.parse(await run(buildah.inspect(tag)))).toHaveProperty("FromImageDigest");
  const file = join(dir, "image.tar");
  await run(buildah.save(tag, file));
  expect(existsSync(file)).toBe(true);
  await run(buildah.push(tag, registry));
  expect(await findManifest(registry, "auth-service", "1")).toBe("present");
}, 60_000);
