import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { isAlive, type ProcessIdentity } from "../../../../tools/cluster/process/identity";
import { readPorts } from "../../../../tools/commands/dev/ports";
import { projectDir } from "../../../../tools/lib/paths";
import { typeScript } from "../../../../tools/lib/typescript";
import { freePort, listens } from "../../../../tools/local/ports";
import { temporaryDir } from "../../../support/servers";

type Environment = Readonly<Record<string, string>>;

/** Settings that keep clear of a `make dev` that runs on this machine. */
async function ownEnvironment(): Promise<Environment> {
  const names = ["PORT", "ADMIN_PORT", "NATS_PORT", "NATS_MONITOR_PORT", "REDIS_PORT"];
  const entries: [string, string][] = [];
  for (const name of names) entries.push([name, String(await freePort())]);
  return { ...Object.fromEntries(entries), XDG_STATE_HOME: temporaryDir() };
}

/** Runs a command's file, and ends it after the test if the test has not. */
function start(
  file: string,
  env: Environment,
): { child: ChildProcess; printed: (text: string) => Promise<string> } {
  const child = spawn(process.execPath, [...typeScript, file], {
    cwd: projectDir,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  onTestFinished(() => stop(child).then(() => undefined));
  const printed = async (text: string) => {
    while (!output.includes(text)) {
      if (child.exitCode !== null) throw new Error(`${file} ended without printing "${text}":\n${output}`);
      await sleep(20);
    }
    return output;
  };
  return { child, printed };
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGINT");
    await once(child, "close");
  }
  return child.exitCode;
}

/** Sends the request of the curl command in a text. */
function sendCurl(text: string): Promise<Response> {
  const [, url = "", body = ""] = /curl -X POST (\S+) .*\\\n\s+-d '(.*)'/.exec(text) ?? [];
  return fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
}

test("make dev - the printed curl registers a user, the printed reader shows the event, Ctrl-C leaves nothing", async () => {
  const env = await ownEnvironment();
  const dev = start("tools/commands/dev/index.ts", env);
  const guide = await dev.printed("ready in");
  expect((await sendCurl(guide)).status).toBe(201);

  const events = start("tools/commands/dev/events.ts", env);
  expect(await events.printed("test@example.com")).toContain("auth.user.registered (sequence 1)");
  await stop(events.child);

  const record = join(env.XDG_STATE_HOME!, "auth-stack/dev/processes.json");
  const processes: ProcessIdentity[] = JSON.parse(readFileSync(record, "utf8"));
  expect(processes.map(isAlive)).toEqual([true, true, true]);
  expect(await stop(dev.child)).toBe(0);
  expect(processes.map(isAlive)).toEqual([false, false, false]);
  for (const port of Object.values(readPorts(env))) expect(await listens(port)).toBe(false);
  expect(existsSync(record)).toBe(false);
}, 60_000);
