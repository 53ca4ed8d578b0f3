import { expect, test } from "vitest";
import { readRegistrations } from "./support/events";
import { connectAs, newUser, post, register, serviceUrl } from "./support/stack";

test("registration - the documented request answers 201 and its event is in the stream", async () => {
  const user = newUser();
  const answer = await post("/auth/register", user);
  expect(answer.status).toBe(201);
  const { user: created } = (await answer.json()) as { user: { id: string } };
  const events = await readRegistrations([created.id]);
  const event = events.find(({ envelope }) => envelope.data.userId === created.id);
  expect(event?.envelope).toMatchObject({
    subject: "auth.user.registered",
    data: { userId: created.id, email: user.email, name: user.name },
    metadata: { service: "auth-service", environment: "local" },
  });
  expect(event?.id).toMatch(/^[0-9a-f-]{36}$/);
});

test("session - login, refresh, me and logout work over two pods", async () => {
  const { email, password, id } = await register();
  const login = await post("/auth/login", { email, password });
  expect(login.status).toBe(200);
  const first = (await login.json()) as { accessToken: string; refreshToken: string };
  const refreshed = await post("/auth/refresh", { refreshToken: first.refreshToken });
  expect(refreshed.status).toBe(200);
  const second = (await refreshed.json()) as { accessToken: string; refreshToken: string };
  const bearer = { authorization: `Bearer ${second.accessToken}` };
  const me = await fetch(`${serviceUrl}/auth/me`, { headers: bearer });
  expect(await me.json()).toMatchObject({ user: { id, email } });
  const logout = await post("/auth/logout", {}, bearer);
  expect(logout.status).toBe(204);
  expect((await fetch(`${serviceUrl}/auth/me`, { headers: bearer })).status).toBe(401);
});

test.each([
  ["malformed JSON", "{", "application/json", 400],
  [
    "a missing field",
    JSON.stringify({ email: "a@example.com", password: "password123" }),
    "application/json",
    400,
  ],
  ["an over-long name", JSON.stringify({ ...newUser(), name: "x".repeat(101) }), "application/json", 400],
  ["a wrong content type", "email=a", "text/plain", 415],
])("bad input - %s gets problem+json", async (_what, body, type, status) => {
  const answer = await fetch(`${serviceUrl}/auth/register`, {
    method: "POST",
    headers: { "content-type": type },
    body,
  });
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  expect(await answer.text()).not.toContain("    at ");
});

test("observer - sees the stream's state and the consumers' lag", async () => {
  const client = await connectAs("observer");
  const info = await client.connection.request("AUTHJS.STREAM.INFO.auth-events");
  expect(info.json<{ config: object }>().config).toMatchObject({
    subjects: ["auth.user.*"],
    max_age: 7 * 24 * 3600 * 1e9,
    max_msgs: 100_000,
    max_bytes: 100_000_000,
    num_replicas: 3,
    storage: "file",
    discard: "old",
  });
});
