import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import { temporaryDir } from "../../support/servers";
import { runNode, serviceEnv } from "../process";
import { eventsOf, readEvents, startApp, startStack } from "../support";

const command = join(__dirname, "../../../service/src/commands/parked.ts");

test("parked - the command lists, puts back and drops, says so in the log and shows no personal data", async () => {
  const stack = await startStack();
  const { app } = await startApp(stack.config);
  const events = await readEvents(stack.nats);
  const auditLog = join(temporaryDir(), "audit.log");
  const env = { ...(await serviceEnv(stack)), AUDIT_LOG: auditLog };
  const run = (...args: string[]) => runNode([command, ...args], env);
  const userId = randomUUID();
  const data = { userId, email: "parked@example.com", name: "Parked", timestamp: new Date().toISOString() };
  const body = JSON.stringify({ subject: "auth.user.registered", data, metadata: app.eventSource.metadata });
  const park = (id: string) =>
    app.redis.xadd(keys.parked, "*", "reason", "MAX_PAYLOAD_EXCEEDED", "id", id, "body", body);
  const [kept, dropped] = [await park("kept"), await park("dropped")];

  const listed = await run("list");
  expect(
    listed.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { parkedId: kept, id: "kept", reason: "MAX_PAYLOAD_EXCEEDED", event: "auth.user.registered", userId },
    { parkedId: dropped, id: "dropped", parkedAt: expect.stringMatching(/Z$/) },
  ]);
  expect(await run("drop", dropped!)).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("Parked event dropped"),
    stderr: "",
  });
  expect((await run("retry", "all")).exitCode).toBe(0);
  expect(await app.redis.xlen(keys.parked)).toBe(0);
  await expect.poll(() => eventsOf(events, userId).map(({ id }) => id)).toEqual(["kept"]);
  const lines = readFileSync(auditLog, "utf8").trim().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: "warn", id: "dropped", msg: "Parked event dropped" },
    { level: "warn", id: "kept", msg: "Parked event put back into the outbox" },
  ]);
  expect(listed.stdout + lines.join()).not.toContain("parked@example.com");

  expect(await run("retry", kept!)).toMatchObject({
    exitCode: 1,
    stderr: `There is no parked event ${kept}.\n`,
  });
  expect(await run("park", "auth.user.registered")).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('"events":0'),
  });
  expect(await run("retry")).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("retry ID") });
  await app.redis.set(keys.parked, "something else");
  expect(await run("list")).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/^Redis refused a command: WRONGTYPE/),
  });
  await stack.redis.stop("SIGKILL");
  expect(await run("list")).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining("Redis can't serve"),
  });
});
