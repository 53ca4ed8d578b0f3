import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { streams } from "../../stream-config";
import { projectDir } from "../../tools/lib/paths";
import { run } from "../../tools/lib/run";
import { temporaryDir } from "../support/servers";

test.each([
  ["the stream that is named", ["STREAM=auth-events"], ["auth-events"]],
  ["every stream", [], streams.map(({ name }) => name)],
])(
  "make snapshot - copies %s of the running stack into folders whose checksums are right",
  async (_, args, names) => {
    const folder = temporaryDir();
    const output = await run("make", ["snapshot", ...args, `TO=${folder}`], { cwd: projectDir });
    const snapshots = readdirSync(folder);
    expect(snapshots).toHaveLength(names.length);
    for (const name of names)
      expect(output).toMatch(new RegExp(`snapshot of stream "${name}": complete, [\\d,]+ messages`));
    for (const snapshot of snapshots)
      await run("sha256sum", ["--check", "--strict", "SHA256SUMS"], { cwd: join(folder, snapshot) });
  },
);
