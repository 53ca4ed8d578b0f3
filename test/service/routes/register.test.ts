import { expect, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import {
  eventsOf,
  newUser,
  post,
  readEvents,
  receivedAll,
  registerUser,
  shareStack,
  startApp,
  until,
} from "../support";

const stack = shareStack();

test("register - answers 201 with the user and no secrets", async () => {
  const { app } = await startApp(stack.config);
  const user = newUser();
  const response = await post(app, "/auth/register", user);
  expect(response.statusCode).toBe(201);
  expect(response.headers["cache-control"]).toBe("no-store");
  expect(response.json()).toEqual({
    user: {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      email: user.email,
      name: user.name,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    },
  });
});

test("register - the stored password is an argon2id hash with the documented parameters", async () => {
  const { app } = await startApp(stack.config);
  const userId = await registerUser(app);
  const hash = await app.redis.hget(keys.user(userId), "passwordHash");
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test("register - the event carries the envelope of the contract", async () => {
  const { app } = await startApp(stack.config);
  const events = await readEvents(stack.nats);
  const user = newUser();
  const userId = await registerUser(app, user);
  await until(() => eventsOf(events, userId).length === 1);
  const received = eventsOf(events, userId)[0]!;
  expect(received.subject).toBe("auth.user.registered");
  expect(received.id).toMatch(/^[0-9a-f-]{36}$/);
  expect(received.event).toEqual({
    subject: "auth.user.registered",
    data: { userId, email: user.email, name: user.name, timestamp: expect.any(String) },
    metadata: { service: "auth-service", version: expect.any(String), environment: "test" },
  });
});

test("register - the address is trimmed and compared without case", async () => {
  const { app } = await startApp(stack.config);
  const user = newUser();
  const first = await post(app, "/auth/register", { ...user, email: `  ${user.email.toUpperCase()} ` });
  expect(first.json().user.email).toBe(user.email);
  const second = await post(app, "/auth/register", user);
  expect(second.statusCode).toBe(409);
  expect(second.json()).toMatchObject({ type: "urn:auth-stack:problem:email-taken", status: 409 });
});

test("register - of ten at once with one address exactly one succeeds, with one event", async () => {
  const { app } = await startApp(stack.config);
  const events = await readEvents(stack.nats);
  const user = newUser();
  const responses = await Promise.all(Array.from({ length: 10 }, () => post(app, "/auth/register", user)));
  expect(responses.map(({ statusCode }) => statusCode).sort()).toEqual([201, ...Array(9).fill(409)]);
  await receivedAll(app, events);
  expect(events.filter(({ event }) => event.data.email === user.email)).toHaveLength(1);
});

test("register - the minimum password length comes from the configuration", async () => {
  const { app } = await startApp({ ...stack.config, passwordMinLength: 15 });
  const refused = await post(app, "/auth/register", { ...newUser(), password: "14 characters." });
  expect(refused.json().errors).toEqual([{ field: "password", detail: "must have at least 15 characters" }]);
  const accepted = await post(app, "/auth/register", { ...newUser(), password: "15 characters.." });
  expect(accepted.statusCode).toBe(201);
});
