import { readdirSync } from "node:fs";
import { beforeEach, expect, test, vi } from "vitest";
import { temporaryDir } from "../../support/servers";

/** A machine that has nothing of ours in its cache. */
async function onNewMachine() {
  const cache = temporaryDir();
  vi.stubEnv("XDG_CACHE_HOME", cache);
  return { cache, ...(await import("../../../tools/toolchain/requirements.js")) };
}

beforeEach(() => {
  vi.resetModules();
  return () => vi.unstubAllEnvs();
});

test("requirements - what is there is not asked for", async () => {
  const { demand, servers } = await import("../../../tools/toolchain/requirements.js");
  await demand(servers);
});

test("requirements - what is missing is named, with how to get it, and nothing is installed", async () => {
  const { cache, demand, servers } = await onNewMachine();
  await expect(demand(servers)).rejects.toMatchObject({
    message: "missing on this machine: nats-server",
    fix: "Run `make setup`: it gets nats-server, and as root it installs packages.",
  });
  expect(readdirSync(cache)).toEqual([]);
});
