import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { projectDir } from "../../tools/lib/paths";
import { run } from "../../tools/lib/run";
import { localStack, stackEnvironment } from "../../tools/stack/pulumi";
import { toolPath } from "../../tools/toolchain";
import { kubectl, pulumi, target, waitForRollout } from "./support/stack";

const patience = 900_000;
const setting = "auth-stack:authService.image";
const image = () =>
  kubectl("get", "deployment", "auth-service", "-o", "jsonpath={.spec.template.spec.containers[0].image}");

/** Runs `pulumi up`, and stops it, as Ctrl-C does, when it has passed on what the service's new pod says. */
async function upUntilItTells(trouble: RegExp): Promise<void> {
  const args = ["up", "--yes", "--skip-preview", "--stack", localStack, "--non-interactive"];
  const env = { ...process.env, ...stackEnvironment(target) };
  const up = spawn(toolPath("pulumi"), args, { cwd: projectDir, env, stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void up.kill("SIGKILL"));
  const ended = once(up, "close");
  let output = "";
  up.stdout.on("data", (chunk) => {
    output += chunk;
  });
  await expect.poll(() => output, { timeout: 300_000, interval: 1_000 }).toMatch(trouble);
  up.kill("SIGINT");
  expect(await ended).not.toEqual([0, null]);
}

test(
  "an update that was cancelled - has said what was wrong, so does status, and the next one finds it without a flag",
  async () => {
    const before = await image();
    const missing = before.replace(/sha256:.*$/, `sha256:${"0".repeat(64)}`);
    onTestFinished(async () => {
      await pulumi("config", "set", "--path", setting, before);
      await pulumi("up", "--yes", "--skip-preview");
    });
    await pulumi("config", "set", "--path", setting, missing);
    await upUntilItTells(/pod auth-service-\S+ is (ErrImagePull|ImagePullBackOff)/);
    expect(await image()).toBe(missing);
    await expect
      .poll(status, { timeout: 60_000, interval: 2_000 })
      .toMatch(/is (ErrImagePull|ImagePullBackOff)/);
    expect(await status()).toContain("the roll-out of Deployment auth-service is not over");

    await pulumi("config", "set", "--path", setting, before);
    await expect(pulumi("preview", "--expect-no-changes")).rejects.toThrow();
    await pulumi("up", "--yes", "--skip-preview");
    expect(await image()).toBe(before);
    await waitForRollout("deployment/auth-service");
    await pulumi("preview", "--expect-no-changes");
    expect(await status()).toBe("exit code 0");
  },
  patience,
);

/** What `make status` prints when it fails, or that it did not. */
function status(): Promise<string> {
  const options = { cwd: projectDir, explain: (output: string) => output };
  return run("make", ["--silent", "status"], options).then(
    () => "exit code 0",
    (error: Error) => error.message,
  );
}
