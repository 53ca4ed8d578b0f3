import { readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { wayToDev } from "../../../../tools/commands/consume/on-dev";
import { wayToStack } from "../../../../tools/commands/consume/on-stack";
import { openPrivateDir } from "../../../../tools/commands/consume/private-dir";
import { freePort } from "../../../../tools/local/ports";
import type { Target } from "../../../../tools/stack/target";
import { startTestNats, temporaryDir } from "../../../support/servers";
import { startStackApi } from "./stack-api";

/** The stack whose Kubernetes API this kubeconfig leads to. */
function targetOf(kubeconfig: string): Target {
  return { kind: "node", kubeconfig, pulumiDir: "" };
}

const secrets = { "nats-user-analytics": { seed: "SUA", "ca.crt": "CA" } };

function privateDir() {
  const files = openPrivateDir();
  onTestFinished(files.remove);
  return files;
}

test("consume - a user's Secret is in files that nobody else can read, until they are removed", async () => {
  const { url } = await startTestNats();
  vi.stubEnv("TMPDIR", temporaryDir());
  onTestFinished(() => void vi.unstubAllEnvs());
  const kubeconfig = await startStackApi({ secrets, natsPort: Number(new URL(url).port) }, onTestFinished);
  const files = privateDir();
  const { env, close } = await wayToStack(targetOf(kubeconfig), "analytics", files);
  onTestFinished(close);
  expect(env.NATS_URL).toMatch(/^tls:\/\/localhost:\d+$/);
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
  expect(mode(dirname(env.NATS_SEED_FILE))).toBe("700");
  expect(mode(env.NATS_SEED_FILE)).toBe("600");
  files.remove();
  expect(readdirSync(tmpdir())).toEqual([]);
});

test("consume - a user that the stack doesn't have yet is told as that", async () => {
  const kubeconfig = await startStackApi({ secrets: {} }, onTestFinished);
  await expect(wayToStack(targetOf(kubeconfig), "analytics", privateDir())).rejects.toMatchObject({
    name: "UserError",
    message: "There is no Secret nats-user-analytics in namespace auth-stack",
    fix: expect.stringContaining("make up"),
  });
});

test.each([
  ["there is no server that is ready", undefined, "No pods found"],
  ["the server can't be reached", 1, "nothing comes back"],
])("consume - %s, and it says so at once", async (_, natsPort, reason) => {
  const kubeconfig = await startStackApi({ secrets, ...(natsPort && { natsPort }) }, onTestFinished);
  await expect(wayToStack(targetOf(kubeconfig), "analytics", privateDir())).rejects.toMatchObject({
    name: "UserError",
    message: expect.stringMatching(
      `port-forward to Service nats in namespace auth-stack failed: .*${reason}`,
    ),
  });
});

test("consume - without a stack it says how to get one", async () => {
  const dir = temporaryDir();
  const [absent, dead] = [join(dir, "absent"), join(dir, "dead")];
  const server = `http://127.0.0.1:${await freePort()}`;
  const named = [{ name: "test", cluster: { server }, user: {}, context: { cluster: "test", user: "test" } }];
  const kubeconfig = { clusters: named, users: named, contexts: named, "current-context": "test" };
  writeFileSync(dead, JSON.stringify(kubeconfig));
  for (const path of [absent, dead]) {
    await expect(wayToStack(targetOf(path), "analytics", privateDir())).rejects.toMatchObject({
      name: "UserError",
      message: expect.stringMatching(
        path === dead ? /^Reading Secret nats-user-analytics failed/ : /can't be read/,
      ),
      fix: expect.stringContaining("make up"),
    });
  }
});

test("consume - DEV=1 says when `make dev` does not run", async () => {
  await expect(wayToDev("analytics", { NATS_PORT: String(await freePort()) })).rejects.toMatchObject({
    message: expect.stringContaining("No NATS of `make dev`"),
  });
});
