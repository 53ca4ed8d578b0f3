import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { AuthEventType, publishAuthEvent } from "../../../service/src/events";
import { ParkedEvents } from "../../../service/src/outbox/parked-events";
import { keys } from "../../../service/src/store/keys";
import { eventsOf, readEvents, registerUser, shareStack, startApp, type TestApp, until } from "../support";

const stack = shareStack();

/** Appends to the outbox what no route would. */
function append(app: TestApp["app"], subject: string, more: object = {}) {
  const data = { userId: randomUUID(), timestamp: new Date().toISOString(), ...more };
  const body = JSON.stringify({ subject, data, metadata: app.eventSource.metadata });
  return app.redis.xadd(keys.outbox, "*", "id", randomUUID(), "body", body);
}

/** Puts an event among the parked as if the server had refused it before. */
function park({ redis, eventSource }: TestApp["app"], subject: string, id: string) {
  const data = { userId: randomUUID(), timestamp: new Date().toISOString() };
  const body = JSON.stringify({ subject, data, metadata: eventSource.metadata });
  return redis.xadd(keys.parked, "*", "reason", "refused", "id", id, "body", body);
}

async function parked(app: TestApp["app"]) {
  const entries = await app.redis.xrange(keys.parked, "-", "+");
  return entries.map(([, fields]) => Object.fromEntries(chunk(fields)));
}

function chunk(fields: readonly string[]): [string, string][] {
  return fields.flatMap((name, index) => (index % 2 === 0 ? [[name, fields[index + 1]!]] : []));
}

test("parked - what the server refuses for good is set aside with its reason and blocks nothing", async () => {
  const { app, logs } = await startApp(stack.config);
  const events = await readEvents(stack.nats);
  await append(app, "auth.user.registered", { padding: "x".repeat(1_100_000) });
  await append(app, "auth.user.undeclared");
  await app.redis.xadd(keys.outbox, "*", "nonsense", "1");
  await append(app, "auth.user.registered 5\r\nPING\r\n");
  const userId = await registerUser(app);
  await until(() => eventsOf(events, userId).length === 1);
  await until(async () => (await app.redis.xlen(keys.outbox)) === 0);
  const entries = await parked(app);
  expect(entries.map(({ reason }) => reason).sort()).toEqual([
    "MAX_PAYLOAD_EXCEEDED",
    expect.stringMatching(/^PERMISSIONS_VIOLATION .*"auth.user.undeclared"/),
    "it is not an event",
    "it is not an event",
  ]);
  const tooLarge = entries.find(({ reason }) => reason === "MAX_PAYLOAD_EXCEEDED");
  expect(JSON.parse(tooLarge!.body!).subject).toBe("auth.user.registered");
  expect(entries.find(({ nonsense }) => nonsense)).toEqual({ reason: "it is not an event", nonsense: "1" });
  const failures = logs.filter(({ msg }) => msg === "Failed to publish auth event");
  expect(failures.map(({ level }) => level)).toEqual(["error", "error"]);
  const metrics = await app.metrics.registry.metrics();
  expect(metrics).toContain('auth_events_parked_total{type="auth.user.undeclared"} 1');
});

test("parked - a retry keeps the id, and parks again what the server still refuses", async () => {
  const { app } = await startApp(stack.config);
  const events = await readEvents(stack.nats);
  const parkedEvents = new ParkedEvents(app.redis);
  const [accepted, refused] = [randomUUID(), randomUUID()];
  const ids = [
    await park(app, "auth.user.registered", accepted),
    await park(app, "auth.user.undeclared", refused),
    await app.redis.xadd(keys.parked, "*", "reason", "it is not an event", "nonsense", "2"),
  ];
  for (const id of ids) expect(await parkedEvents.retry(id!)).toBe(true);
  expect(await parkedEvents.retry(ids[0]!)).toBe(false);
  await until(() => events.some(({ id }) => id === accepted));
  await until(async () => (await app.redis.xlen(keys.outbox)) === 0);
  const again = await parked(app);
  expect(again.filter(({ id }) => id === refused)).toMatchObject([
    { id: refused, reason: expect.stringContaining("PERMISSIONS_VIOLATION") },
  ]);
  expect(again.filter(({ id }) => id === accepted)).toEqual([]);
  expect(again).toContainEqual({ reason: "it is not an event", nonsense: "2" });
});

test("parked - all are listed, however many, but none that came after", async () => {
  const { app } = await startApp(stack.config);
  await app.redis.del(keys.parked);
  const pipeline = app.redis.pipeline();
  for (let count = 0; count < 1_001; count += 1) pipeline.xadd(keys.parked, "*", "reason", "refused");
  await pipeline.exec();
  let listed = 0;
  for await (const _ of new ParkedEvents(app.redis).list()) {
    if (listed === 0) await park(app, "auth.user.registered", randomUUID());
    listed += 1;
  }
  expect(listed).toBe(1_001);
});

test("parked - an event that does not match its schema never gets into the outbox", async () => {
  const { app } = await startApp(stack.config);
  const data = { userId: "no uuid", sessionId: randomUUID(), timestamp: new Date().toISOString() };
  const source = { ...app.eventSource, origin: { traceparent: "", requestId: "" } };
  const commit = async () => "committed";
  await expect(publishAuthEvent(source, AuthEventType.UserLoggedOut, data, commit)).rejects.toThrow(
    "Event auth.user.logged_out does not match its schema: /userId",
  );
});
