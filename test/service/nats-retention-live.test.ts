import type { FastifyInstance } from "fastify";
import { expect, test } from "vitest";
import { openSession, post, shareStack, startApp, until } from "./support";

const stack = shareStack();

/** A metric's value; NaN when there is none. */
async function measure(app: FastifyInstance, metric: string): Promise<number> {
  const text = await app.metrics.registry.metrics();
  const line = text.split("\n").find((one) => one.startsWith(`${metric} `));
  return line === undefined ? Number.NaN : Number(line.slice(metric.length));
}

const discardOf = (consumer: string) => `auth_consumer_discard_seconds{consumer="${consumer}"}`;

test("retention - many refreshes leave a consumer that reads them less time, and not one of registrations", async () => {
  const { app } = await startApp(stack.config);
  const weekLong = 7 * 86_400;
  let tokens = await openSession(app);
  await until(async () => (await measure(app, discardOf("security-monitor"))) > weekLong - 600);
  for (let refresh = 0; refresh < 50; refresh += 1) {
    tokens = (await post(app, "/auth/refresh", { refreshToken: tokens.refreshToken })).json();
  }
  await until(async () => (await measure(app, discardOf("security-monitor"))) < 86_400, 60);
  const ofAll = await measure(app, discardOf("security-monitor"));
  expect(ofAll).toBeGreaterThan(0);
  expect(await measure(app, discardOf("notifications"))).toBeGreaterThan(5 * ofAll);
  expect(await measure(app, 'auth_stream_type_messages{type="auth.user.token_refreshed"}')).toBe(50);
  expect(await measure(app, 'auth_stream_type_kept_seconds{type="auth.user.token_refreshed"}')).toBeLessThan(
    86_400,
  );
  expect(await measure(app, 'auth_stream_oldest_age_seconds{stream="auth-events"}')).toBeLessThan(600);
});
