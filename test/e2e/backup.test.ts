import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectDir } from "../../tools/paths";
import { run } from "../../tools/run";
import { temporaryDir } from "../support/servers";

test("make snapshot - copies a stream of the running stack into a folder whose checksums are right", async () => {
  const folder = temporaryDir();
  const output = await run("make", ["snapshot", "STREAM=auth-events", `TO=${folder}`], { cwd: projectDir });
  expect(output).toMatch(/snapshot of stream "auth-events": complete, [\d,]+ messages/);
  const [snapshot = ""] = readdirSync(folder);
  await run("sha256sum", ["--check", "--strict", "SHA256SUMS"], { cwd: join(folder, snapshot) });
});
