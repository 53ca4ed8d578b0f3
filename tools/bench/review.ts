import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryDir } from "../lib/files";
import { main } from "../lib/main";
import { projectDir } from "../lib/paths";
import { run } from "../lib/run";
import { typeScript } from "../lib/typescript";
import { largeContractIndex } from "./large-contract";

/** How long `npm run review` takes for this contract and for a large one; seconds, the best of three. */
export async function reviewSeconds(): Promise<{ readonly own: number; readonly large: number }> {
  return { own: await measured(() => {}), large: await measured(writeLarge) };
}

function writeLarge(dir: string, maxAge: string): void {
  const filter = maxAge === "7d" ? "created" : "*";
  writeFileSync(join(dir, "stream-config/index.ts"), largeContractIndex({ maxAge, filter }));
}

/** `write` changes a copy of the contract: first what is compared with, then the working tree. */
function measured(write: (dir: string, maxAge: string) => void): Promise<number> {
  return inTemporaryDir("auth-stack-bench-", async (dir) => {
    cpSync(join(projectDir, "stream-config"), join(dir, "stream-config"), { recursive: true });
    symlinkSync(join(projectDir, "node_modules"), join(dir, "node_modules"));
    write(dir, "7d");
    await commitAll(dir);
    write(dir, "1d");
    const times = [await secondsOf(dir), await secondsOf(dir), await secondsOf(dir)];
    return Math.min(...times);
  });
}

async function commitAll(dir: string): Promise<void> {
  const git = (...args: string[]) => run("git", ["-C", dir, ...args]);
  await git("init", "--quiet");
  await git("add", "stream-config");
  const author = [
    "-c",
    "user.name=bench",
    "-c",
    "user.email=bench@example.com",
    "-c",
    "commit.gpgsign=false",
  ];
  await git(...author, "commit", "--quiet", "--message=base");
}

async function secondsOf(dir: string): Promise<number> {
  const started = Date.now();
  const main = join(projectDir, "tools/commands/review/main.ts");
  const args = [...typeScript, main, "--base", "HEAD", "--fail-on", "never"];
  const [status] = await once(spawn(process.execPath, args, { cwd: dir, stdio: "ignore" }), "close");
  if (status !== 0) throw new Error(`the review ended with status ${status}`);
  return (Date.now() - started) / 1000;
}

if (require.main === module) {
  main(async () => {
    const { own, large } = await reviewSeconds();
    console.log(`${own.toFixed(2)} s review of this contract (target: at most 2 s)`);
    console.log(`${large.toFixed(2)} s review of a large contract (target: at most 5 s)`);
  });
}
