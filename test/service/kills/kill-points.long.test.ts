import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";
import { redisOptions } from "../../../service/src/plugins/redis";
import { keys } from "../../../service/src/store/keys";
import { typeScript } from "../../../tools/lib/typescript";
import { documentedFetch } from "../api/watch";
import { startServiceProcess } from "../process";
import {
  countEvents,
  type ReceivedEvent,
  readEvents,
  receivedAll,
  shareStack,
  startApp,
  until,
} from "../support";
import { Client, eventName, type Send } from "./client";

const stack = shareStack();
const injection = [...typeScript, "--require", join(__dirname, "kill-point.ts")].join(" ");
const scripts = ["register", "openSession", "rotateSession", "endSession"];
const points = [...scripts, "publish", "removeEntries", "parkEntry"].flatMap((step) => [
  `before ${step}`,
  `after ${step}`,
]);

test.each(points)("kill points - %s: all that was acknowledged is in the stream, once", async (point) => {
  const before = await countEvents(stack.nats);
  const events = await readEvents(stack.nats);
  const doomed = await startServiceProcess(stack, { NODE_OPTIONS: injection, KILL_POINT: point });
  const refused = await appendRefused();
  const clients = (await Promise.all(Array.from({ length: 4 }, () => liveUntilKilled(doomed.url)))).flat();
  await until(() => !isRunning(doomed.pid));

  const { app } = await startApp(stack.config);
  for (const client of clients) await client.repeat(injector(app));
  await receivedAll(app, events);

  const names = events.slice(0, -1).map(eventName);
  const unknown = clients.flatMap((client) => client.unknown ?? []);
  const acknowledged = clients.flatMap((client) => client.acknowledged);
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(names.filter((name) => !unknown.includes(name)).sort()).toEqual([...acknowledged].sort());
  expect(await countEvents(stack.nats)).toBe(before + events.length);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  expect(disordered(events)).toEqual([]);
  expect((await app.redis.xrange(keys.parked, "-", "+")).map(([, fields]) => fields[3])).toEqual(refused);
  await app.redis.del(keys.parked);
});

/** Lives one life after the other until an answer stays away. */
async function liveUntilKilled(url: string): Promise<Client[]> {
  const clients: Client[] = [];
  try {
    for (;;) {
      const client = new Client();
      clients.push(client);
      await client.live(fetcher(url));
    }
  } catch (error) {
    // What `fetch` throws when no answer comes, or no end of it.
    if (error instanceof TypeError) return clients;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Puts events into the outbox that the server refuses for good, too large ones, and returns their ids. */
async function appendRefused(): Promise<string[]> {
  const redis = new Redis({ ...redisOptions(stack.config.redis), enableOfflineQueue: true });
  onTestFinished(() => redis.disconnect());
  const ids = Array.from({ length: 4 }, () => randomUUID());
  for (const id of ids) {
    const data = { userId: id, timestamp: new Date().toISOString(), padding: "x".repeat(1_100_000) };
    const body = JSON.stringify({ subject: "auth.user.registered", data, metadata: { service: "test" } });
    // Events of users that are gone would not be set aside but dropped.
    await redis.hset(keys.user(id), "name", "Test User");
    await redis.xadd(keys.outbox, "*", "id", id, "body", body);
  }
  return ids;
}

const order = ["registered", "logged_in", "token_refreshed", "logged_out"];

/** Events that come after a later one of the same user. */
function disordered(events: readonly ReceivedEvent[]): ReceivedEvent[] {
  const latest = new Map<unknown, number>();
  return events.filter(({ subject, event }) => {
    const place = order.indexOf(subject.replace("auth.user.", ""));
    const before = latest.get(event.data.userId) ?? 0;
    latest.set(event.data.userId, place);
    return place < before;
  });
}

function fetcher(url: string): Send {
  return async (path, body, token) => {
    const headers = { "content-type": "application/json", ...bearer(token) };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await documentedFetch(url + path, init);
    return { status: response.status, body: parse(await response.text()) };
  };
}

function injector(app: FastifyInstance): Send {
  return async (url, payload, token) => {
    const response = await app.inject({ method: "POST", url, payload, headers: bearer(token) });
    return { status: response.statusCode, body: parse(response.body) };
  };
}

function bearer(token: string | undefined) {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function parse(text: string) {
  return text === "" ? {} : JSON.parse(text);
}
