import { beforeEach, expect, onTestFinished, test } from "vitest";
import { buildAdmin } from "../../service/src/admin/admin";
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
  expect(response.json()).toEqual({ status: "ready", draining: false, redis: "up", nats: "connected" });
});

test("health - NATS away is a warning, not a reason to be taken out", async () => {
  const own = await startStack();
  await own.nats.stop();
  const { app: lonely } = await startApp(own.config);
  const lonelyAdmin = await buildAdmin(lonely);
  const response = await lonelyAdmin.inject("/health/ready");
  expect(response.statusCode).toBe(200);
  expect(response.json()).toMatchObject({ status: "ready", nats: "disconnected" });
  await lonelyAdmin.close();
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
});

test("metrics and health - are not on the public port", async () => {
  for (const url of ["/metrics", "/health/live", "/health/ready"]) {
    expect((await app.inject(url)).statusCode).toBe(404);
  }
});
