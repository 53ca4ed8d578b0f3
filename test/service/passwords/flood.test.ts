import { connect } from "node:net";
import type { FastifyInstance } from "fastify";
import { expect, test, vi } from "vitest";
import { PasswordHasher } from "../../../service/src/passwords/password-hasher";
import { newNetwork } from "../store/throttle";
import { newUser, post, queueOf, registerUser, shareStack, startApp, until } from "../support";

// Every password is hashed, on a machine that may be busy with something else.
vi.setConfig({ testTimeout: 120_000 });
const stack = shareStack();

/** Registrations from as many networks, so that the queue alone bounds them. */
function register(app: FastifyInstance) {
  return app.inject({
    method: "POST",
    url: "/auth/register",
    payload: newUser(),
    remoteAddress: newNetwork(),
  });
}

/** Sends 141 registrations a second until it is told to stop; how many got which status. */
function flood(app: FastifyInstance) {
  const sent = Array.from({ length: 141 }, () => register(app));
  const timer = setInterval(() => sent.push(...Array.from({ length: 14 }, () => register(app))), 100);
  return async () => {
    clearInterval(timer);
    return (await Promise.all(sent)).map(({ statusCode }) => statusCode);
  };
}

test("password flood - more registrations than can be hashed leave logins their places", async () => {
  const { app } = await startApp(stack.config);
  const users = Array.from({ length: 10 }, newUser);
  for (const user of users) await registerUser(app, user);
  const stop = flood(app);
  await until(() => app.passwords.queueDepth > 40);
  for (let round = 0; round < 2; round += 1) {
    const logins = await Promise.all(users.map((user) => post(app, "/auth/login", user)));
    expect(logins.map(({ statusCode }) => statusCode)).toEqual(Array(10).fill(200));
  }
  const statuses = await stop();
  expect(statuses.filter((status) => status === 503).length).toBeGreaterThan(50);
  expect(statuses.filter((status) => status === 201).length).toBeGreaterThan(50);
});

test("password flood - logins of strangers leave those their places who have logged in before", async () => {
  const { app } = await startApp(stack.config);
  const user = newUser();
  await registerUser(app, user);
  const { deviceToken } = (await post(app, "/auth/login", user)).json();
  const guesses = Array.from({ length: 300 }, () =>
    app.inject({ method: "POST", url: "/auth/login", payload: newUser(), remoteAddress: newNetwork() }),
  );
  await until(() => app.passwords.queueDepth > 90);
  const known = await post(app, "/auth/login", { ...user, deviceToken });
  expect(known.statusCode).toBe(200);
  const statuses = (await Promise.all(guesses)).map(({ statusCode }) => statusCode);
  expect(statuses).toContain(503);
});

test("password flood - passwords of clients that have gone are not looked at", async () => {
  const passwords = new PasswordHasher(undefined, queueOf(0, 50));
  const { app } = await startApp(stack.config, undefined, { passwords });
  const { port } = await listen(app);
  const payload = JSON.stringify(newUser());
  const sockets = ["register", "login"].map((route) => {
    const socket = connect(port, "127.0.0.1");
    const head = `POST /auth/${route} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;
    socket.write(`${head}Content-Length: ${payload.length}\r\n\r\n${payload}`);
    return socket;
  });
  await until(() => passwords.queueDepth === 2);
  for (const socket of sockets) socket.destroy();
  await until(() => passwords.queueDepth === 0);
  const metrics = await app.metrics.registry.metrics();
  expect(metrics).toContain("auth_passwords_abandoned_total 2");
});

async function listen(app: FastifyInstance): Promise<{ port: number }> {
  await app.listen({ host: "127.0.0.1", port: 0 });
  const [address] = app.addresses();
  if (typeof address !== "object") throw new Error(`It listens on ${address}`);
  return address;
}
