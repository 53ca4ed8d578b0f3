import type { FastifyInstance } from "fastify";
import { expect, test } from "vitest";
import { PasswordHasher } from "../../../service/src/passwords/password-hasher";
import { keys } from "../../../service/src/store/keys";
import { newNetwork, succeed } from "../store/throttle";
import { newUser, queueOf, registerUser, shareStack, startApp } from "../support";

const stack = shareStack();

/** A service that lets a network register so many accounts an hour, of which a third may be taken. */
function startStrict(registrationsPerHour: number, passwords?: PasswordHasher) {
  const config = { ...stack.config, registrationsPerHour };
  return startApp(config, undefined, passwords && { passwords });
}

async function register(app: FastifyInstance, remoteAddress: string, user = newUser()) {
  const response = await app.inject({ method: "POST", url: "/auth/register", payload: user, remoteAddress });
  return { status: response.statusCode, type: response.json().type, headers: response.headers };
}

async function statusesOf(
  app: FastifyInstance,
  network: string,
  users: readonly ReturnType<typeof newUser>[],
) {
  const statuses: number[] = [];
  for (const user of users) statuses.push((await register(app, network, user)).status);
  return statuses;
}

const users = (count: number) => Array.from({ length: count }, newUser);

test("registration throttle - a network can register so many accounts, then 429 with Retry-After; others go on", async () => {
  const { app } = await startStrict(9);
  const network = newNetwork();
  expect(await statusesOf(app, network, users(9))).toEqual(Array(9).fill(201));
  const refused = await register(app, network);
  expect(refused).toMatchObject({ status: 429, type: "urn:auth-stack:problem:too-many-registrations" });
  expect(refused.headers["retry-after"]).toBe("1");
  expect((await register(app, newNetwork())).status).toBe(201);
  expect(await app.metrics.registry.metrics()).toContain("auth_registrations_throttled_total 1");
});

test("registration throttle - who asks for taken addresses has to wait, and then for free ones as well", async () => {
  const { app } = await startStrict(9);
  const [network, taken] = [newNetwork(), newUser()];
  await registerUser(app, taken);
  expect(await statusesOf(app, network, [taken, taken, taken])).toEqual([409, 409, 409]);
  const refusals = [await register(app, network, taken), await register(app, network)];
  expect(refusals.map(({ status }) => status)).toEqual([429, 429]);
  expect(new Set(refusals.map(({ headers }) => headers["retry-after"]))).toEqual(new Set(["1"]));
});

test("registration throttle - with a full queue a taken and a free address get the same answer", async () => {
  const { app: free } = await startStrict(9);
  const taken = newUser();
  await registerUser(free, taken);
  const { app } = await startStrict(9, new PasswordHasher(undefined, queueOf(0, 0)));
  expect(await statusesOf(app, newNetwork(), [taken, newUser()])).toEqual([503, 503]);
});

test("registration throttle - a network where accounts have logged in may register more", async () => {
  const { app } = await startStrict(9);
  const network = newNetwork();
  for (let account = 0; account < 5; account += 1) {
    await succeed(app, { email: newUser().email, networks: [network] });
  }
  expect(await statusesOf(app, network, users(15))).toEqual([...Array(14).fill(201), 429]);
});

test("registration throttle - a /48 is not sixty-five thousand clients", async () => {
  const { app } = await startStrict(2);
  const statuses: number[] = [];
  for (let nth = 0; nth < 9; nth += 1) {
    statuses.push((await register(app, `2001:db8:99:${nth}00::1`)).status);
  }
  expect(statuses).toEqual([...Array(8).fill(201), 429]);
});

test("registration throttle - however many networks and addresses ask, nothing is kept but bounded counters", async () => {
  const { app } = await startStrict(9, new PasswordHasher(undefined, queueOf(0, 0)));
  const before = await allKeys(app);
  if (before.length > 0) await app.redis.unlink(...before);
  for (let nth = 0; nth < 20; nth += 1) {
    await register(app, newNetwork());
    const payload = newUser();
    await app.inject({ method: "POST", url: "/auth/login", payload, remoteAddress: newNetwork() });
  }
  expect(await allKeys(app)).toEqual([keys.networkFailures]);
  expect(await app.redis.pttl(keys.networkFailures)).toBeGreaterThan(0);
});

async function allKeys(app: FastifyInstance): Promise<string[]> {
  return (await app.redis.scan(0, "COUNT", 10_000))[1];
}
