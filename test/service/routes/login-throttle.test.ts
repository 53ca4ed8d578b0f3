import { expect, test } from "vitest";
import { PasswordHasher } from "../../../service/src/passwords/password-hasher";
import { keys } from "../../../service/src/store/keys";
import { throttledAccount } from "../../../service/src/store/login-throttle";
import { failTimes, newNetwork } from "../store/throttle";
import type { TestApp } from "../support";
import {
  bearer,
  eventsOf,
  newUser,
  openSession,
  post,
  queueOf,
  readEvents,
  registerUser,
  shareStack,
  startApp,
  until,
} from "../support";

const stack = shareStack();

/** A service behind proxies at these addresses. */
function behind(trustedProxies: readonly string[]) {
  return { ...stack.config, listen: { ...stack.config.listen, trustedProxies } };
}

/** Tries a password from an address, with what the client or a proxy claims. */
function login(app: TestApp["app"], payload: object, remoteAddress: string, forwardedFor?: string) {
  const headers = forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor };
  return app.inject({ method: "POST", url: "/auth/login", payload, remoteAddress, headers });
}

const throttledProblem = {
  type: "urn:auth-stack:problem:too-many-attempts",
  title: "Too many passwords were wrong; wait before the next attempt",
  status: 429,
  instance: "",
};

test("login throttle - known and unknown addresses are refused alike, the right password too", async () => {
  const { app } = await startApp(stack.config);
  const { name, email, password } = newUser();
  await registerUser(app, { name, email, password });
  const [known, unknown] = [email, newUser().email];
  for (const [index, address] of [known, unknown].entries()) {
    const client = `192.0.2.${index + 1}`;
    const wrong = { email: address, password: "password124" };
    for (let guess = 0; guess < 9; guess += 1) await login(app, wrong, client);
    expect((await login(app, wrong, client)).statusCode).toBe(401);
    await prolong(app);
    const refused = await login(app, { email: address.toUpperCase(), password }, client);
    expect(refused.statusCode).toBe(429);
    expect(refused.headers["retry-after"]).toMatch(/^[1-9]\d*$/);
    expect(refused.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect({ ...refused.json(), instance: "" }).toEqual(throttledProblem);
  }
  expect(await app.metrics.registry.metrics()).toContain('auth_passwords_throttled_total{by="account"} 2');
});

test("login throttle - who holds an access token can't guess the current password without end", async () => {
  const { app } = await startApp(stack.config);
  const { accessToken } = await openSession(app);
  const headers = bearer(accessToken);
  const guess = { currentPassword: "password124", newPassword: "password125" };
  for (let time = 0; time < 10; time += 1) {
    const refused = await post(app, "/auth/password", guess, headers);
    expect(refused.json().type).toBe("urn:auth-stack:problem:wrong-password");
  }
  await prolong(app);
  const change = await post(app, "/auth/password", guess, headers);
  expect({ ...change.json(), instance: "" }).toEqual(throttledProblem);
  const erasure = await app.inject({ method: "DELETE", url: "/auth/me", payload: guess, headers });
  expect({ ...erasure.json(), instance: "" }).toEqual(throttledProblem);
});

test("login throttle - logins that succeed are never too many", async () => {
  const { app } = await startApp(stack.config);
  const user = newUser();
  await openSession(app, user);
  for (let time = 0; time < 12; time += 1) {
    expect((await post(app, "/auth/login", user)).statusCode).toBe(200);
  }
});

test("login throttle - a login whose password could not be looked at is no failure", async () => {
  const passwords = new PasswordHasher(undefined, queueOf(1, 0));
  const { app } = await startApp(stack.config, undefined, { passwords });
  const user = newUser();
  await openSession(app, user);
  // More than the failures that are free.
  for (let busy = 0; busy < 20; ) {
    const logins = await Promise.all(Array.from({ length: 8 }, () => login(app, user, newNetwork())));
    const statuses = logins.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    busy += statuses.filter((status) => status === 503).length;
  }
  expect((await post(app, "/auth/login", user)).statusCode).toBe(200);
});

test("login throttle - X-Forwarded-For of a client that is no trusted proxy changes nothing", async () => {
  const { app } = await startApp(behind(["10.0.0.0/8"]));
  const client = "192.0.2.7";
  await useUp(app, client);
  const refused = await login(app, newUser(), client, "192.0.2.8");
  expect(refused.statusCode).toBe(429);
});

test("login throttle - behind a trusted proxy each client counts apart, whatever it claims itself", async () => {
  const { app } = await startApp(behind(["10.0.0.0/8"]));
  const [proxy, client, other] = ["10.1.2.3", "192.0.2.17", "192.0.2.18"];
  await useUp(app, client);
  expect((await login(app, newUser(), proxy, client)).statusCode).toBe(429);
  expect((await login(app, newUser(), proxy, `${other}, ${client}`)).statusCode).toBe(429);
  expect((await login(app, newUser(), proxy, other)).statusCode).toBe(401);
});

test("login - the event carries the address that a trusted proxy tells, if it is one", async () => {
  const { app } = await startApp(behind(["10.0.0.0/8"]));
  const events = await readEvents(stack.nats);
  const user = newUser();
  const userId = await registerUser(app, user);
  await login(app, user, "10.1.2.3", "2001:db8::7");
  await login(app, user, "10.1.2.3", "<script>");
  await login(app, user, "192.0.2.27", "203.0.113.1");
  const logins = () => eventsOf(events, userId, "auth.user.logged_in");
  await until(() => logins().length === 3);
  expect(logins().map(({ event }) => event.data.ip)).toEqual(["2001:db8::7", "10.1.2.3", "192.0.2.27"]);
});

/** Makes the address wait, as if many logins from it had failed. */
async function useUp(app: TestApp["app"], network: string): Promise<void> {
  const [seconds = 0] = (await app.redis.time()).map(Number);
  await app.redis.zadd(keys.networkWaits, (seconds + 600) * 1000, network);
}

/** Makes whoever has to wait do so for a while: a second could be over before the next request. */
async function prolong({ redis }: TestApp["app"]): Promise<void> {
  for (const id of await redis.zrange(keys.accountWaits, 0, "-1")) {
    await redis.zincrby(keys.accountWaits, 600_000, id);
  }
}

test("login throttle - thirty right passwords at once for one account are all let in", async () => {
  const { app } = await startApp(stack.config);
  const user = newUser();
  await registerUser(app, user);
  const logins = await Promise.all(Array.from({ length: 30 }, () => post(app, "/auth/login", user)));
  expect(logins.map(({ statusCode }) => statusCode)).toEqual(Array(30).fill(200));
});

test("login throttle - far too many at once for one account are told so, and not that passwords were wrong", async () => {
  const { app } = await startApp(stack.config);
  const user = newUser();
  await registerUser(app, user);
  const logins = await Promise.all(Array.from({ length: 80 }, () => post(app, "/auth/login", user)));
  const refused = logins.filter(({ statusCode }) => statusCode !== 200);
  expect(refused.length).toBe(28);
  for (const { json, headers } of refused) {
    expect(json()).toMatchObject({ type: "urn:auth-stack:problem:too-many-at-once", status: 429 });
    expect(headers["retry-after"]).toBe("1");
  }
  expect(await app.metrics.registry.metrics()).toContain("auth_passwords_at_once_total 28");
});

test("login throttle - a login's device token lets its client in while guesses keep everyone else out", async () => {
  const { app } = await startApp(stack.config);
  const user = newUser();
  await registerUser(app, user);
  const { email, password } = user;
  const first = await login(app, { email, password }, newNetwork());
  const { deviceToken } = first.json();
  for (let guess = 0; guess < 60; guess += 1) {
    await failTimes(app, { email, networks: [newNetwork()] }, 1);
  }
  await prolong(app);
  expect((await login(app, { email, password }, newNetwork())).statusCode).toBe(429);
  expect((await login(app, { email, password, deviceToken: "x" }, newNetwork())).statusCode).toBe(429);
  const known = await login(app, { email, password, deviceToken }, newNetwork());
  expect(known.statusCode).toBe(200);
  expect(known.json().deviceToken).toBe(deviceToken);
});

test("login throttle - each login without a device token gets one of its own, which no log and no key holds", async () => {
  const { app, logs } = await startApp(stack.config);
  const user = newUser();
  await registerUser(app, user);
  const logins = await Promise.all([1, 2, 3].map(() => post(app, "/auth/login", user)));
  const tokens = logins.map((answer) => answer.json().deviceToken);
  expect(new Set(tokens).size).toBe(3);
  const known = await app.redis.zrange(keys.knownClients(throttledAccount(user.email)), 0, "-1");
  expect(known).toHaveLength(4);
  for (const token of tokens) expect(JSON.stringify([logs, known])).not.toContain(token);
});

test("login throttle - with the session's token the owner can change the password while guesses keep logins out", async () => {
  const { app } = await startApp(stack.config);
  const user = newUser();
  const { accessToken } = await openSession(app, user);
  for (let guess = 0; guess < 60; guess += 1) {
    await failTimes(app, { email: user.email, networks: [newNetwork()] }, 1);
  }
  await prolong(app);
  const change = { currentPassword: user.password, newPassword: "new-password-1" };
  const response = await app.inject({
    method: "POST",
    url: "/auth/password",
    payload: change,
    headers: bearer(accessToken),
    remoteAddress: newNetwork(),
  });
  expect(response.statusCode).toBeLessThan(300);
});
