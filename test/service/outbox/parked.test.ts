import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { AuthEventType, publishAuthEvent } from "../../../service/src/events";
import { type ParkedEvent, ParkedEvents } from "../../../service/src/outbox/parked-events";
import { keys } from "../../../service/src/store/keys";
import {
  bearer,
  eventsOf,
  newUser,
  openSession,
  readEvents,
  registerUser,
  shareStack,
  startApp,
  type TestApp,
  until,
} from "../support";

const stack = shareStack();

/** Appends to the outbox what no route would. */
function append(app: TestApp["app"], subject: string, more: object = {}, id: string = randomUUID()) {
  const data = { userId: randomUUID(), timestamp: new Date().toISOString(), ...more };
  const body = JSON.stringify({ subject, data, metadata: app.eventSource.metadata });
  return app.redis.xadd(keys.outbox, "*", "id", id, "body", body);
}

const tooLarge = { padding: "x".repeat(1_100_000) };

/** Puts an event among the parked as if the server had refused it before. */
function park(
  { redis, eventSource }: TestApp["app"],
  subject: string,
  id: string,
  userId: string = randomUUID(),
) {
  const data = { userId, timestamp: new Date().toISOString() };
  const body = JSON.stringify({ subject, data, metadata: eventSource.metadata });
  return redis.xadd(keys.parked, "*", "reason", "refused", "id", id, "body", body);
}

async function parked(app: TestApp["app"]) {
  const entries = await app.redis.xrange(keys.parked, "-", "+");
  return entries.map(([, fields]) => Object.fromEntries(chunk(fields)));
}

async function listed(parkedEvents: ParkedEvents): Promise<ParkedEvent[]> {
  const all: ParkedEvent[] = [];
  for await (const event of parkedEvents.list()) all.push(event);
  return all;
}

function chunk(fields: readonly string[]): [string, string][] {
  return fields.flatMap((name, index) => (index % 2 === 0 ? [[name, fields[index + 1]!]] : []));
}

test("parked - what the server refuses for good is set aside with its reason and blocks nothing", async () => {
  const { app, logs } = await startApp(stack.config);
  const events = await readEvents(stack.nats);
  const userId = await registerUser(app);
  await append(app, "auth.user.registered", { userId, ...tooLarge });
  await app.redis.xadd(keys.outbox, "*", "nonsense", "1");
  await append(app, "auth.user.registered 5\r\nPING\r\n");
  await append(app, "auth.user.token_refreshed", { userId });
  await until(() => eventsOf(events, userId, "auth.user.token_refreshed").length === 1);
  await until(async () => (await app.redis.xlen(keys.outbox)) === 0);
  const entries = await parked(app);
  expect(entries.map(({ reason }) => reason).sort()).toEqual([
    "MAX_PAYLOAD_EXCEEDED",
    "it is not an event",
    "it is not an event",
  ]);
  const refused = entries.find(({ reason }) => reason === "MAX_PAYLOAD_EXCEEDED");
  expect(JSON.parse(refused!.body!).subject).toBe("auth.user.registered");
  expect(entries.find(({ nonsense }) => nonsense)).toEqual({ reason: "it is not an event", nonsense: "1" });
  const failures = logs.filter(({ msg }) => msg === "Failed to publish auth event");
  expect(failures.map(({ level }) => level)).toEqual(["error"]);
  const metrics = await app.metrics.registry.metrics();
  expect(metrics).toContain('auth_events_parked_total{type="auth.user.registered"} 1');
});

test("parked - what may not be published waits, with its user's later events alone, until an operator parks it", async () => {
  const { app, logs } = await startApp(stack.config);
  const events = await readEvents(stack.nats);
  const [held, other] = [await registerUser(app), await registerUser(app)];
  await append(app, "auth.user.deleted", { userId: held });
  await append(app, "auth.user.token_refreshed", { userId: held });
  await append(app, "auth.user.token_refreshed", { userId: other });
  await until(() => eventsOf(events, other, "auth.user.token_refreshed").length === 1);
  await until(() => logs.some(({ error }) => String(error).startsWith("PERMISSIONS_VIOLATION")));
  await until(async () => (await app.redis.xlen(keys.outbox)) === 2);
  expect(await new ParkedEvents(app.redis).park("auth.user.deleted")).toBe(1);
  await until(async () => (await app.redis.xlen(keys.outbox)) === 0);
  expect(eventsOf(events, held).map(({ subject }) => subject)).toEqual([
    "auth.user.registered",
    "auth.user.token_refreshed",
  ]);
});

test("parked - a retry keeps the id, and parks again what the server still refuses", async () => {
  const { app } = await startApp(stack.config);
  const events = await readEvents(stack.nats);
  const parkedEvents = new ParkedEvents(app.redis);
  await app.redis.del(keys.parked);
  const [accepted, refused] = [randomUUID(), randomUUID()];
  const userId = await registerUser(app);
  await append(app, "auth.user.registered", { userId, ...tooLarge }, refused);
  await until(async () => (await app.redis.xlen(keys.parked)) === 1);
  await park(app, "auth.user.registered", accepted);
  await app.redis.xadd(keys.parked, "*", "reason", "it is not an event", "nonsense", "2");
  const all = await listed(parkedEvents);
  for (const event of all) expect(await parkedEvents.retry(event)).toBe(1);
  expect(await parkedEvents.retry(all[1]!)).toBe(0);
  await until(() => events.some(({ id }) => id === accepted));
  await until(async () => (await app.redis.xlen(keys.outbox)) === 0);
  const again = await parked(app);
  expect(again.map(({ id, reason, nonsense }) => ({ id, reason, nonsense }))).toEqual(
    expect.arrayContaining([
      { id: refused, reason: "MAX_PAYLOAD_EXCEEDED" },
      { reason: "it is not an event", nonsense: "2" },
    ]),
  );
  expect(again).toHaveLength(2);
});

test("parked - a retry takes along what was parked earlier of the same user, in its order", async () => {
  const { app } = await startApp(stack.config);
  const events = await readEvents(stack.nats);
  const parkedEvents = new ParkedEvents(app.redis);
  await app.redis.del(keys.parked);
  const userId = randomUUID();
  await park(app, "auth.user.registered", "first", userId);
  await park(app, "auth.user.registered", "of somebody else");
  await park(app, "auth.user.logged_in", "second", userId);
  await park(app, "auth.user.logged_out", "third", userId);
  const all = await listed(parkedEvents);
  expect(await parkedEvents.retry(all.find(({ id }) => id === "second")!)).toBe(2);
  await until(() => eventsOf(events, userId).length === 2);
  expect(eventsOf(events, userId).map(({ id }) => id)).toEqual(["first", "second"]);
  expect((await parked(app)).map(({ id }) => id)).toEqual(["of somebody else", "third"]);
});

test("parked - the events of an erased account go with it, and none is parked later", async () => {
  const { app } = await startApp(stack.config);
  await app.redis.del(keys.parked);
  const user = newUser();
  const { userId, accessToken } = await openSession(app, user);
  await park(app, "auth.user.registered", "theirs", userId);
  await park(app, "auth.user.registered", "of somebody else");
  await app.redis.xadd(keys.parked, "*", "reason", "it is not an event", "nonsense", "3");
  const payload = { currentPassword: user.password };
  const headers = bearer(accessToken);
  expect((await app.inject({ method: "DELETE", url: "/auth/me", payload, headers })).statusCode).toBe(204);
  await append(app, "auth.user.registered", { userId, ...tooLarge });
  await until(async () => (await app.redis.xlen(keys.outbox)) === 0);
  expect((await parked(app)).map(({ id }) => id)).toEqual(["of somebody else", undefined]);
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
