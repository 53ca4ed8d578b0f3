import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { connectClient, readClientSecret } from "../../tools/stack/client";
import { temporaryDir } from "../support/servers";
import { growProgram } from "./support/program";
import { post, pulumi, register, target } from "./support/stack";

const patience = 600_000;
const up = ["up", "--yes", "--skip-preview"] as const;

/** Logs a new user in and returns the user's id; the event of it is what the added consumer reads. */
async function logIn(): Promise<string> {
  const { id, email, password } = await register();
  const answer = await post("/auth/login", { email, password });
  expect(answer.status).toBe(200);
  return id;
}

/** What `make consume USER=reports` in a checkout prints until it has this text; then Ctrl-C. */
async function consume(dir: string, text: string): Promise<void> {
  const temporary = temporaryDir();
  const command = ["tools/commands/consume/index.ts", "reports"];
  const child = spawn(process.execPath, ["--require", "./infra/typescript/register.js", ...command], {
    cwd: dir,
    // Vitest sets DEV.
    env: { ...process.env, DEV: "", TMPDIR: temporary },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, "close");
  await expect.poll(() => output, { timeout: 120_000 }).toContain(text);
  child.kill("SIGINT");
  expect(await ended, output).toEqual([0, null]);
  expect(readdirSync(temporary)).toEqual([]);
}

test(
  "an added consumer - reads its events as its own user after one `pulumi up`, and is refused when it is gone",
  async () => {
    const program = await growProgram();
    onTestFinished(async () => {
      await pulumi(...up);
    });
    await program.pulumi(...up);
    await program.pulumi("preview", "--expect-no-changes");

    const secret = await readClientSecret(target, "reports");
    const userId = await logIn();
    await consume(program.dir, `"userId": "${userId}"`);

    await pulumi(...up);
    await expect(connectClient(target, secret)).rejects.toMatchObject({ code: "AUTHORIZATION_VIOLATION" });
    await pulumi("preview", "--expect-no-changes");
  },
  patience,
);
