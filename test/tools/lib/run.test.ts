import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../../../tools/lib/run";
import { temporaryDir } from "../../support/servers";

const shell = (script: string, options = {}) => run("sh", ["-c", script], options);

test("run - gives what the command printed, not its errors", async () => {
  expect(await shell("echo out; echo err >&2")).toBe("out");
});

test("run - passes input and environment on", async () => {
  expect(await shell('cat; echo " $NAME"', { input: "hello", env: { NAME: "you" } })).toBe("hello you");
});

test("run - a failure quotes the last lines, the fix and the log", async () => {
  const log = join(temporaryDir(), "logs/run.log");
  const failing = shell("echo one; echo two >&2; exit 3", { log, fix: "Do this." });
  await expect(failing).rejects.toMatchObject({
    name: "UserError",
    message: expect.stringContaining("one | two"),
    fix: "Do this.",
    log,
  });
  expect(readFileSync(log, "utf8")).toBe("one\ntwo\n");
});

test("run - a silent failure tells the status", async () => {
  await expect(shell("exit 3")).rejects.toThrow("it ended with status 3");
});

test("run - a command that is not there is an error", async () => {
  await expect(run("no-such-command", ["x"])).rejects.toThrow(/no-such-command x failed: .*ENOENT/);
});

test("run - a command that takes too long is ended", async () => {
  await expect(run("sleep", ["60"], { timeoutSeconds: 0.05 })).rejects.toThrow(
    "it did not end within 0.05 s",
  );
});
