import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";
import { redisUser } from "../../../infra/components/redis/config";
import { keys } from "../../../service/src/store/keys";
import { documentedFetch } from "../api/watch";
import { startServiceProcess } from "../process";
import { fillTo, smallStore, unfill } from "../store/full";
import { countEvents, newUser, startStack, type TestStack, until } from "../support";

const users = Array.from({ length: 10 }, newUser);

/** Every answer has to be a success, but for refusals for want of room and those that slow a client down. */
class Client {
  accepted = 0;
  readonly refused: string[] = [];

  constructor(private readonly url: string) {}

  /** The answer's body, or undefined when it was refused. */
  async send(what: string, path: string, payload: object): Promise<Record<string, string> | undefined> {
    const response = await documentedFetch(this.url + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(payload),
    });
    const body = (await response.json()) as Record<string, string>;
    if (response.ok) {
      this.accepted += 1;
      return body;
    }
    if (response.status === 429) return undefined;
    expect([response.status, body.type]).toEqual([503, "urn:auth-stack:problem:store-full"]);
    if (!this.refused.includes(what)) this.refused.push(what);
    return undefined;
  }

  async logOut(accessToken: string): Promise<void> {
    const headers = { authorization: `Bearer ${accessToken}` };
    const response = await documentedFetch(`${this.url}/auth/logout`, { method: "POST", headers });
    expect(response.status).toBe(204);
    this.accepted += 1;
  }
}

function connectTo({ redis, keys }: TestStack): Redis {
  const { hostname: host, port } = new URL(redis.url);
  const client = new Redis({ host, port: Number(port), username: redisUser, password: keys.redisPassword });
  onTestFinished(async () => client.disconnect());
  return client;
}

test("outage at full memory - sheds in order, keeps who is logged in, and heals when NATS is back", async () => {
  const stack = await startStack(undefined, { redis: smallStore });
  const service = await startServiceProcess(stack);
  const redis = connectTo(stack);
  const client = new Client(service.url);
  for (const user of users) await client.send("registration", "/auth/register", user);
  const tokens = await Promise.all(users.map((user) => client.send("login", "/auth/login", user)));
  await stack.nats.stop("SIGKILL");
  const visitor = newUser();
  await client.send("registration", "/auth/register", visitor);
  // What an outage of hours would bring, up to where each is refused.
  const outage = (async () => {
    for (const [what, share] of [
      ["registration", 0.81],
      ["login", 0.91],
      ["refresh", 0.96],
    ] as const) {
      for (; !client.refused.includes(what); await sleep(200)) await fillTo(redis, share);
    }
  })();
  const isFull = () => client.refused.includes("refresh");
  const others = (async () => {
    for (; !isFull(); await sleep(20)) {
      await client.send("registration", "/auth/register", newUser());
      await client.send("login", "/auth/login", visitor);
    }
  })();
  const refreshing = tokens.map(async (_, index) => {
    for (; !isFull(); await sleep(20)) {
      const { refreshToken } = tokens[index]!;
      tokens[index] = (await client.send("refresh", "/auth/refresh", { refreshToken })) ?? tokens[index];
    }
  });
  await Promise.all([outage, others, ...refreshing]);
  expect(client.refused).toEqual(["registration", "login", "refresh"]);
  await client.logOut(tokens.pop()!.accessToken!);
  await stack.nats.start();
  await until(async () => (await redis.xlen(keys.outbox)) === 0, 60);
  await unfill(redis);
  await until(
    async () =>
      (await client.send("refresh", "/auth/refresh", { refreshToken: tokens[0]!.refreshToken })) !==
      undefined,
    60,
  );
  await until(async () => (await client.send("login", "/auth/login", visitor)) !== undefined, 60);
  await until(async () => (await redis.xlen(keys.outbox)) === 0);
  expect(await countEvents(stack.nats)).toBe(client.accepted);
});
