import { beforeEach, expect, test } from "vitest";
import {
  bearer,
  eventsOf,
  login,
  openSession,
  post,
  readEvents,
  receivedAll,
  shareStack,
  startApp,
  type TestApp,
  until,
} from "../support";
import { type ListedSession, list, statusOf, twoSessions } from "./user-sessions";

const stack = shareStack();
let app: TestApp["app"];

beforeEach(async () => {
  ({ app } = await startApp(stack.config));
});

function revoke(accessToken: string, id: string) {
  return app.inject({ method: "DELETE", url: `/auth/sessions/${id}`, headers: bearer(accessToken) });
}

function revokeOthers(accessToken: string) {
  return app.inject({ method: "DELETE", url: "/auth/sessions", headers: bearer(accessToken) });
}

test("sessions - ending one ends its access and refresh token and raises its event", async () => {
  const events = await readEvents(stack.nats);
  const { userId, older, newer } = await twoSessions(app);
  const [{ id }] = (await list(app, newer.accessToken)).filter(({ current }) => !current) as [ListedSession];
  const response = await revoke(newer.accessToken, id);
  expect(response.statusCode).toBe(204);
  expect(response.body).toBe("");
  expect(await statusOf(app, older.accessToken)).toBe(401);
  expect((await post(app, "/auth/refresh", { refreshToken: older.refreshToken })).statusCode).toBe(401);
  expect(await list(app, newer.accessToken)).toHaveLength(1);
  const logouts = () => eventsOf(events, userId, "auth.user.logged_out");
  await until(() => logouts().length === 1);
  expect(logouts()[0]!.event.data).toEqual({ userId, sessionId: id, timestamp: expect.any(String) });
});

test("sessions - the current one may be ended as well", async () => {
  const { accessToken } = await openSession(app);
  const [{ id }] = (await list(app, accessToken)) as [ListedSession];
  expect((await revoke(accessToken, id)).statusCode).toBe(204);
  expect(await statusOf(app, accessToken)).toBe(401);
});

test("sessions - somebody else's, an ended and an unknown one get the same 404, without an event", async () => {
  const events = await readEvents(stack.nats);
  const { older, newer, userId } = await twoSessions(app);
  const other = await openSession(app);
  const [{ id: foreign }] = (await list(app, other.accessToken)) as [ListedSession];
  const [{ id: ended }] = (await list(app, newer.accessToken)).filter(({ current }) => !current) as [
    ListedSession,
  ];
  await post(app, "/auth/logout", {}, bearer(older.accessToken));
  for (const id of [foreign, ended, "3f6c1a52-9d0e-4a57-b0ab-3f5c6b1d2e90", "x"]) {
    const response = await revoke(newer.accessToken, id);
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ type: "urn:auth-stack:problem:not-found", status: 404 });
  }
  expect(await statusOf(app, other.accessToken)).toBe(200);
  await receivedAll(app, events);
  expect(eventsOf(events, userId, "auth.user.logged_out")).toHaveLength(1);
});

test("sessions - of ten that end one at once one succeeds, with one event", async () => {
  const events = await readEvents(stack.nats);
  const { userId, newer } = await twoSessions(app);
  const [{ id }] = (await list(app, newer.accessToken)).filter(({ current }) => !current) as [ListedSession];
  const responses = await Promise.all(Array.from({ length: 10 }, () => revoke(newer.accessToken, id)));
  expect(responses.map(({ statusCode }) => statusCode).sort()).toEqual([204, ...Array(9).fill(404)]);
  await receivedAll(app, events);
  expect(eventsOf(events, userId, "auth.user.logged_out")).toHaveLength(1);
});

test("sessions - ending all others leaves the current one and other users alone", async () => {
  const { user, older, newer } = await twoSessions(app);
  const third = await login(app, user);
  const stranger = await openSession(app);
  const response = await revokeOthers(newer.accessToken);
  expect(response.statusCode).toBe(204);
  expect(response.body).toBe("");
  expect(await statusOf(app, older.accessToken)).toBe(401);
  expect(await statusOf(app, third.accessToken)).toBe(401);
  expect((await post(app, "/auth/refresh", { refreshToken: third.refreshToken })).statusCode).toBe(401);
  expect(await statusOf(app, newer.accessToken)).toBe(200);
  expect(await statusOf(app, stranger.accessToken)).toBe(200);
  expect(await list(app, newer.accessToken)).toHaveLength(1);
  expect((await revokeOthers(newer.accessToken)).statusCode).toBe(204);
});
