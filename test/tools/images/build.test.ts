import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { buildImages } from "../../../tools/images/build";
import { findImage } from "../../../tools/images/find";
import type { ImageDefinition } from "../../../tools/images/image";
import type { ImageStore } from "../../../tools/images/records";
import { parseRegistry } from "../../../tools/images/reference";
import { findManifest, requireRegistry } from "../../../tools/images/registry";
import { freePort } from "../../../tools/local/ports";
import { imageBuilding } from "../../../tools/toolchain/requirements";
import { afterFile } from "../../support/after-file";
import { demandHere } from "../../support/demand";
import { startTestRegistry, type TestRegistry } from "../../support/registry";
import { temporaryDir } from "../../support/servers";

const onFinished = afterFile();
let registry: TestRegistry;

beforeAll(async () => {
  await demandHere(imageBuilding);
  registry = await startTestRegistry(onFinished);
}, 300_000);

/** A store of the test's own, and an image of one file with the given text. */
function setUp(text = "hello"): { store: ImageStore; image: ImageDefinition; source: string } {
  const [dir, sources] = [temporaryDir(), temporaryDir()];
  const [dockerfile, source] = [join(sources, "Dockerfile"), join(sources, "greeting")];
  writeFileSync(dockerfile, "FROM scratch\nCOPY greeting /\nUSER 65532\n");
  writeFileSync(source, text);
  const image: ImageDefinition = {
    name: "greeting",
    dockerfile,
    inputs: () => ({ files: [source], texts: [] }),
    prepare: async () => ({ context: sources }),
  };
  return { store: { registry: parseRegistry(registry.host), dir }, image, source };
}

/** Builds what is missing and returns what was said about it. */
async function build(image: ImageDefinition, store: ImageStore): Promise<string[]> {
  const built: string[] = [];
  await buildImages([image], store, (doing) => built.push(doing));
  return built;
}

test("images - an image is built once, again when its sources change, and equal sources give an equal digest", async () => {
  const { store, image, source } = setUp();
  expect(await findImage(store, image)).toBeUndefined();
  expect(await build(image, store)).toEqual(["building image greeting"]);
  const first = await findImage(store, image);
  expect(await buildImages([image, image], store, () => undefined)).toEqual([first, first]);
  expect(first).toMatch(/^127\.0\.0\.1:\d+\/auth-stack\/greeting@sha256:[0-9a-f]{64}$/);
  expect(await build(image, store)).toEqual([]);

  writeFileSync(source, "changed");
  expect(await findImage(store, image)).toBeUndefined();
  await build(image, store);
  expect(await findImage(store, image)).not.toBe(first);

  const another = setUp();
  await build(another.image, another.store);
  expect(await findImage(another.store, another.image)).toBe(first);
});

test("images - an image that the registry lost is pushed again", async () => {
  const { store, image } = setUp("lost");
  await build(image, store);
  registry.clear();
  expect(await findImage(store, image)).toBeUndefined();
  await build(image, store);
  expect(await findImage(store, image)).toBeDefined();
});

test("images - nothing of a build is left, and what an interrupted one left is cleared away", async () => {
  const { store, image } = setUp("interrupted");
  mkdirSync(join(store.dir, "draft/other/storage"), { recursive: true });
  await build(image, store);
  expect(existsSync(join(store.dir, "draft"))).toBe(false);
  expect(readdirSync(store.dir)).toHaveLength(1);
});

test("images - a Dockerfile that fails says why, names the log and leaves nothing", async () => {
  const { store, image } = setUp();
  writeFileSync(image.dockerfile, "FROM scratch\nCOPY missing /\n");
  await expect(build(image, store)).rejects.toMatchObject({
    name: "UserError",
    message: expect.stringContaining("missing"),
    log: expect.stringContaining("images.log"),
  });
  expect(readdirSync(store.dir)).toEqual([]);
  expect(await findImage(store, image)).toBeUndefined();
});

test("registry - none at the address is one clear line", async () => {
  const host = `127.0.0.1:${await freePort()}`;
  await expect(requireRegistry(parseRegistry(host))).rejects.toMatchObject({
    name: "UserError",
    message: expect.stringContaining(`No image registry answers at http://${host}`),
    fix: expect.stringContaining("REGISTRY="),
  });
});

test("registry - one that wants a login does not count as one that lost the image", async () => {
  const locked = await startTestRegistry(undefined, { auth: { silly: { realm: "test", service: "test" } } });
  const digest = `sha256:${"0".repeat(64)}`;
  expect(await findManifest(parseRegistry(locked.host), "nats", digest)).toBe("unknown");
  expect(await findManifest(parseRegistry(registry.host), "nats", digest)).toBe("absent");
});

test("images - one whose sources are saved while it is built is not used", async () => {
  const { store, image, source } = setUp();
  const prepare: ImageDefinition["prepare"] = async (bench) => {
    const preparation = await image.prepare(bench);
    writeFileSync(source, "saved meanwhile");
    return preparation;
  };
  await expect(buildImages([{ ...image, prepare }], store, () => undefined)).rejects.toThrow(
    /greeting is built from was saved while it was built/,
  );
  expect(await findImage(store, image)).toBeUndefined();
});
