import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { afterFile } from "../../support/after-file";
import { temporaryDir } from "../../support/servers";
import { type NodeRun, runNode, serviceEnv } from "../process";
import {
  bearer,
  login,
  newUser,
  openSession,
  post,
  startApp,
  startStack,
  type TestApp,
  type TestStack,
  withoutMessaging,
} from "../support";

const finished = afterFile();
const auditLog = join(temporaryDir(finished), "audit.log");

const command = join(__dirname, "../../../service/src/commands/end-sessions.ts");

let stack: TestStack;
let app: TestApp["app"];

beforeAll(async () => {
  stack = await startStack(finished);
  ({ app } = await startApp(withoutMessaging(stack.config), finished));
});

async function run(...args: string[]): Promise<NodeRun> {
  return runNode([command, ...args], { ...(await serviceEnv(stack)), AUDIT_LOG: auditLog });
}

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** What the tokens of a session are still good for. */
async function statusesOf({ accessToken, refreshToken }: Tokens): Promise<number[]> {
  const me = await app.inject({ url: "/auth/me", headers: bearer(accessToken) });
  return [me.statusCode, (await post(app, "/auth/refresh", { refreshToken })).statusCode];
}

test("end sessions - an operator ends all of one user's, whose tokens are no good from then on", async () => {
  const user = newUser();
  const { userId, ...one } = await openSession(app, user);
  const sessions = [one, await login(app, user)];
  const other = await openSession(app);
  expect(await run(userId)).toMatchObject({ exitCode: 0, stderr: "" });
  for (const session of sessions) expect(await statusesOf(session)).toEqual([401, 401]);
  expect(await statusesOf(other)).toEqual([200, 200]);
  const lines = readFileSync(auditLog, "utf8").trim().split("\n");
  const line = { level: "warn", whose: userId, ended: 2, msg: "Sessions ended by an operator" };
  expect(JSON.parse(lines.at(-1)!)).toMatchObject(line);
  expect((await post(app, "/auth/login", user)).statusCode).toBe(200);
});

test("end sessions - an operator ends everyone's", async () => {
  const sessions = [await openSession(app), await openSession(app), await openSession(app)];
  expect((await run("all")).exitCode).toBe(0);
  for (const session of sessions) expect(await statusesOf(session)).toEqual([401, 401]);
});

test("end sessions - a user without sessions is told, and anything else is not taken for one", async () => {
  expect((await run(randomUUID())).stdout).toContain('"ended":0');
  for (const args of [[], ["someone@example.com"], ["all", "all"]]) {
    expect(await run(...args)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("USER-ID") });
  }
});
