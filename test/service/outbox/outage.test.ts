import { expect, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import { declareStreams } from "../../support/servers";
import {
  countEvents,
  eventsOf,
  newUser,
  openSession,
  readEvents,
  registerUser,
  startApp,
  startStack,
  until,
} from "../support";

test("outage - what happens while NATS is away is in the stream, once, after it returns", async () => {
  const stack = await startStack();
  const { app, logs } = await startApp(stack.config);
  await until(() => logs.some(({ msg }) => msg === "JetStream stream 'auth-events' ready"));
  await stack.nats.stop("SIGKILL");
  const { userId } = await openSession(app);
  await registerUser(app);
  expect(await app.redis.xlen(keys.outbox)).toBe(3);
  await stack.nats.start();
  const events = await readEvents(stack.nats);
  await until(() => events.length === 3);
  await until(async () => (await app.redis.xlen(keys.outbox)) === 0);
  expect(await countEvents(stack.nats)).toBe(3);
  expect(eventsOf(events, userId).map(({ subject }) => subject)).toEqual([
    "auth.user.registered",
    "auth.user.logged_in",
  ]);
});

test("outage - the service starts and serves without NATS, and publishes once it comes", async () => {
  const stack = await startStack();
  await stack.nats.stop();
  const { app, logs } = await startApp(stack.config);
  const userId = await registerUser(app);
  await until(() => logs.some(({ msg }) => msg === "NATS is not reachable; events wait in the outbox"));
  await stack.nats.start();
  const events = await readEvents(stack.nats);
  await until(() => eventsOf(events, userId).length === 1);
  expect(logs.some(({ msg }) => msg === "NATS connected successfully")).toBe(true);
});

test("outage - a missing stream is waited for", async () => {
  const stack = await startStack(undefined, { stream: false });
  const { app, logs } = await startApp(stack.config);
  const userId = await registerUser(app);
  await until(() => logs.some(({ msg }) => msg === "Failed to publish auth event"));
  await declareStreams(stack.nats);
  const events = await readEvents(stack.nats);
  await until(() => eventsOf(events, userId).length === 1);
});

test("outage - each event's failure is logged once, in the documented form, without personal data", async () => {
  const stack = await startStack();
  await stack.nats.stop();
  const { app, logs } = await startApp(stack.config);
  const user = newUser();
  const { userId } = await openSession(app, user);
  const failures = () => logs.filter(({ msg }) => msg === "Failed to publish auth event");
  await until(() => failures().length > 0);
  await until(async () => Number((await failureCount(app.metrics.registry)) ?? 0) > 3);
  expect(failures()).toEqual([
    {
      level: "error",
      event: "auth.user.registered",
      error: "NATS is not connected",
      payload: { userId, email: "[redacted]", name: "[redacted]", timestamp: expect.any(String) },
      msg: "Failed to publish auth event",
    },
  ]);
  expect(JSON.stringify(logs)).not.toContain(user.email);
});

async function failureCount(registry: { getSingleMetric: (name: string) => unknown }) {
  const metric = registry.getSingleMetric("auth_event_failures_total") as {
    get: () => Promise<{ values: { value: number }[] }>;
  };
  return (await metric.get()).values[0]?.value;
}
