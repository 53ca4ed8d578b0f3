import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { buildAdmin } from "../../service/src/admin/admin";
import { counted, measured } from "../../service/src/metrics";
import { keys } from "../../service/src/store/keys";
import { eventConsumers } from "../../stream-config";
import { registerUser, shareStack, startApp, startStack, type TestApp, until } from "./support";

const stack = shareStack();
let app: TestApp["app"];
let admin: TestApp["app"];

beforeEach(async () => {
  ({ app } = await startApp(stack.config));
  admin = await buildAdmin(app);
  onTestFinished(() => admin.close());
});

test("health - ready with Redis and NATS", async () => {
  await until(() => app.natsLink?.isConnected === true);
  const response = await admin.inject("/health/ready");
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({
    status: "ready",
    draining: false,
    redis: "up",
    nats: "connected",
    store: { usedShare: 0, outboxShare: 0, sheds: [] },
    outbox: { waiting: 0, oldestSeconds: 0, parked: 0, flow: "flowing" },
  });
});

test("health - NATS away and events that wait are a warning, not a reason to be taken out", async () => {
  const own = await startStack();
  await own.nats.stop();
  const { app: lonely } = await startApp(own.config);
  const lonelyAdmin = await buildAdmin(lonely);
  onTestFinished(() => lonelyAdmin.close());
  const data = { userId: "1", timestamp: "" };
  const body = JSON.stringify({ subject: "auth.user.registered", data, metadata: { service: "" } });
  const [seconds] = await lonely.redis.time();
  await lonely.redis.xadd(keys.outbox, `${Number(seconds) - 61}000-0`, "id", "1", "body", body);
  const response = await lonelyAdmin.inject("/health/ready");
  expect(response.statusCode).toBe(200);
  const outbox = { waiting: 1, parked: 0, flow: "late", oldestSeconds: expect.any(Number) };
  expect(response.json()).toMatchObject({ status: "ready", nats: "disconnected", outbox });
  expect((await lonelyAdmin.inject("/metrics")).body).toMatch(/^auth_outbox_oldest_age_seconds 6\d/m);
});

test("health - not ready while draining, but still alive", async () => {
  app.lifecycle.drain();
  const response = await admin.inject("/health/ready");
  expect(response.statusCode).toBe(503);
  expect(response.json()).toMatchObject({ status: "not-ready", draining: true, redis: "up" });
  expect((await admin.inject("/health/live")).json()).toEqual({ status: "live" });
});

test("metrics - count published events and measure requests by route", async () => {
  await registerUser(app);
  const text = async () => (await admin.inject("/metrics")).body;
  await until(async () =>
    (await text()).includes('auth_events_published_total{type="auth.user.registered"} 1'),
  );
  const metrics = await text();
  expect(metrics).toContain(
    'http_request_duration_seconds_count{method="POST",route="/auth/register",status="201"} 1',
  );
  expect(metrics).toContain("auth_outbox_lag_seconds_count 1");
  expect(metrics).toContain("auth_nats_connected 1");
  expect(metrics).toContain("auth_redis_connected 1");
  expect(metrics).toContain("auth_relay_leader 1");
  expect(metrics).toContain("auth_event_publish_duration_seconds_count 1");
  expect(metrics).toMatch(/^auth_stream_messages\{stream="auth-events"\} \d+$/m);
  expect(metrics).toMatch(/^auth_stream_bytes\{stream="auth-events"\} \d+$/m);
  expect(metrics).toMatch(/^auth_stream_oldest_age_seconds\{stream="auth-events"\} \d+(\.\d+)?$/m);
  expect(metrics).toContain('auth_stream_type_messages{type="auth.user.registered"} 1\n');
  expect(metrics).toMatch(/^auth_stream_type_kept_seconds\{type="auth.user.registered"\} \d+(\.\d+)?$/m);
  for (const { name: consumer } of eventConsumers) {
    expect(metrics).toMatch(
      new RegExp(`^auth_consumer_discard_seconds\\{consumer="${consumer}"\\} [1-9]\\d+(\\.\\d+)?$`, "m"),
    );
    expect(metrics).toMatch(
      new RegExp(`^auth_consumer_pending_messages\\{consumer="${consumer}"\\} \\d+$`, "m"),
    );
    expect(metrics).toContain(`auth_consumer_unacknowledged_messages{consumer="${consumer}"} 0`);
  }
});

test("metrics - a scrape asks for each stream, consumer and outbox once", async () => {
  await until(async () => (await admin.inject("/metrics")).body.includes("auth_stream_messages{"));
  const { streams, consumers } = app.jetstreamManager!;
  const asked = [vi.spyOn(streams, "info"), vi.spyOn(consumers, "info"), vi.spyOn(app.redis, "time")];
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  await admin.inject("/metrics");
  expect(asked.map((spy) => spy.mock.calls.length)).toEqual([1, eventConsumers.length, 1]);
});

test("metrics - are exposed as they are defined, every one", async () => {
  const lines = (await admin.inject("/metrics")).body.split("\n");
  const exposed = lines.filter((line) => /^# (HELP|TYPE) (auth|http)_/.test(line));
  const definitions = [...Object.values(counted), ...Object.values(measured)];
  const defined = definitions.flatMap(({ name, kind, help }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${kind}`,
  ]);
  expect(exposed.sort()).toEqual(defined.sort());
});

test.each(["/nothing", "/%zz"])("admin port - %s gets a problem that names the request", async (url) => {
  const response = await admin.inject({ url, headers: { "x-request-id": "mine" } });
  expect(response.headers["content-type"]).toMatch(/^application\/problem\+json/);
  expect(response.json().instance).toBe("urn:auth-stack:request:mine");
});

test("metrics and health - are not on the public port", async () => {
  for (const url of ["/metrics", "/health/live", "/health/ready"]) {
    expect((await app.inject(url)).statusCode).toBe(404);
  }
});
