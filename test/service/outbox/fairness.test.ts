import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { expect, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import { readEvents, startApp, startStack, until } from "../support";

/** Puts so many refreshes of one user into the outbox; their ids, in order. */
async function refreshes({ redis, eventSource }: FastifyInstance, userId: string, count: number) {
  const ids = Array.from({ length: count }, () => randomUUID());
  const data = { userId, sessionId: randomUUID(), timestamp: new Date().toISOString() };
  const body = JSON.stringify({ subject: "auth.user.token_refreshed", data, metadata: eventSource.metadata });
  await Promise.all(ids.map((id) => redis.xadd(keys.outbox, "*", "id", id, "body", body)));
  return ids;
}

test("fairness - an account with thousands of events delays nobody else's, and its own stay in order", async () => {
  const stack = await startStack();
  await stack.nats.stop("SIGKILL");
  const { app } = await startApp(stack.config);
  const [heavy, others] = [randomUUID(), Array.from({ length: 300 }, () => randomUUID())];
  const early = await refreshes(app, heavy, 1_000);
  for (const user of others) await refreshes(app, user, 1);
  const late = await refreshes(app, heavy, 100);
  await stack.nats.start();
  const events = await readEvents(stack.nats);
  await until(() => events.length === 1_400, 60);
  const lastOfOthers = events.findLastIndex(({ event }) => event.data.userId !== heavy);
  expect(lastOfOthers).toBeLessThan(700);
  const heavyIds = events.filter(({ event }) => event.data.userId === heavy).map(({ id }) => id);
  expect(heavyIds).toEqual([...early, ...late]);
});
