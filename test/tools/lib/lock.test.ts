import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { withLock } from "../../../tools/lib/lock";
import { projectDir } from "../../../tools/lib/paths";
import { typeScript } from "../../../tools/lib/typescript";
import { temporaryDir } from "../../support/servers";

const silent = () => {};
let names = 0;
const newName = () => `test-${process.pid}-${names++}`;

/** A process of its own that takes the lock, says so, and holds it until it is killed. */
function startHolder(name: string): ChildProcess {
  const program = join(temporaryDir(), "holder.ts");
  writeFileSync(
    program,
    `import { withLock } from ${JSON.stringify(join(projectDir, "tools/lib/lock"))};
    withLock(${JSON.stringify(name)}, "holding it", () => {}, async () => {
      console.log("held");
      await new Promise(() => setInterval(() => {}, 1000));
    });`,
  );
  const holder = spawn(process.execPath, [...typeScript, program], { cwd: projectDir });
  onTestFinished(() => void holder.kill("SIGKILL"));
  return holder;
}

test("lock - work under one lock runs one after the other, in one process too", async () => {
  const name = newName();
  const events: string[] = [];
  const work = (id: string) => async () => {
    events.push(`${id} starts`);
    await new Promise(setImmediate);
    events.push(`${id} ends`);
  };
  await Promise.all([withLock(name, "a", silent, work("a")), withLock(name, "b", silent, work("b"))]);
  expect(events).toEqual(["a starts", "a ends", "b starts", "b ends"]);
});

test("lock - locks of different names do not exclude each other", async () => {
  const inner = () => withLock(newName(), "inner", silent, async () => "done");
  expect(await withLock(newName(), "outer", silent, inner)).toBe("done");
});

test("lock - work that fails lets go of it", async () => {
  const name = newName();
  const failing = withLock(name, "failing", silent, () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  expect(await withLock(name, "next", silent, async () => "done")).toBe("done");
});

test("lock - whoever waits is told for whom, and gets it when the holder is killed", async () => {
  const name = newName();
  const holder = startHolder(name);
  await once(holder.stdout!, "data");
  const told: string[] = [];
  const report = (doing: string) => {
    told.push(doing);
    holder.kill("SIGKILL");
  };
  expect(await withLock(name, "waiting", report, async () => "mine")).toBe("mine");
  expect(told).toEqual([`waiting for pid ${holder.pid}, which is holding it`]);
});
