import { expect, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import { eventsOf, newUser, post, readEvents, registerUser, shareStack, startApp, until } from "../support";

const stack = shareStack();

test("login - answers 200 with tokens and the user", async () => {
  const { app } = await startApp(stack.config);
  const { name, ...credentials } = newUser();
  const id = await registerUser(app, { name, ...credentials });
  const response = await post(app, "/auth/login", credentials);
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({
    accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    refreshToken: expect.stringMatching(/^[\w-]{107}$/),
    deviceToken: expect.stringMatching(/^[\w-]{32}$/),
    tokenType: "Bearer",
    expiresIn: 600,
    user: { id, email: credentials.email, name, createdAt: expect.any(String) },
  });
});

test("login - the event carries address and user agent, the latter cut at 256 characters", async () => {
  const { app } = await startApp(stack.config);
  const events = await readEvents(stack.nats);
  const { name, ...credentials } = newUser();
  const userId = await registerUser(app, { name, ...credentials });
  await post(app, "/auth/login", credentials, { "user-agent": "x".repeat(1000) });
  const logins = () => eventsOf(events, userId, "auth.user.logged_in");
  await until(() => logins().length === 1);
  expect(logins()[0]!.event.data).toEqual({
    userId,
    email: credentials.email,
    sessionId: expect.any(String),
    ip: "127.0.0.1",
    userAgent: "x".repeat(256),
    timestamp: expect.any(String),
  });
});

test("login - the address is trimmed and compared without case", async () => {
  const { app } = await startApp(stack.config);
  const { email, password, name } = newUser();
  await registerUser(app, { email, password, name });
  const response = await post(app, "/auth/login", { email: ` ${email.toUpperCase()}`, password });
  expect(response.statusCode).toBe(200);
});

test("login - wrong password and unknown address get the same answer, but for its id and date", async () => {
  const { app } = await startApp(stack.config);
  const { email, password, name } = newUser();
  await registerUser(app, { email, password, name });
  const wrong = await post(app, "/auth/login", { email, password: "password124" });
  const unknown = await post(app, "/auth/login", { email: newUser().email, password });
  const [one, other] = [wrong, unknown].map(({ statusCode, headers, body }) => ({
    statusCode,
    headers: { ...headers, date: "", "x-request-id": "" },
    body: body.replace(/urn:auth-stack:request:[0-9a-f-]{36}/, ""),
  }));
  expect(one).toEqual(other);
  expect(one).toMatchObject({ statusCode: 401, headers: { "content-type": "application/problem+json" } });
  expect({ ...wrong.json(), instance: "" }).toEqual({
    type: "urn:auth-stack:problem:invalid-credentials",
    title: "E-mail address or password is wrong",
    status: 401,
    instance: "",
  });
});

test("login - Redis holds only hashes of the refresh token", async () => {
  const { app } = await startApp(stack.config);
  const { name, ...credentials } = newUser();
  await registerUser(app, { name, ...credentials });
  const { accessToken, refreshToken } = (await post(app, "/auth/login", credentials)).json();
  const { sid } = JSON.parse(Buffer.from(accessToken.split(".")[1], "base64url").toString());
  const session = await app.redis.hgetall(keys.session(sid));
  const bytes = Buffer.from(refreshToken, "base64url");
  for (const value of Object.values(session)) {
    expect(Buffer.from(value, "base64url").equals(bytes.subarray(48))).toBe(false);
    expect(Buffer.from(value, "base64url").equals(bytes.subarray(32, 48))).toBe(false);
  }
  expect(await app.redis.ttl(keys.session(sid))).toBeGreaterThan(3500);
});
