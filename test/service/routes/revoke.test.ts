import { beforeEach, expect, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import { encodeRefreshToken, renewRefreshToken } from "../../../service/src/tokens/refresh-token";
import {
  bearer,
  eventsOf,
  openSession,
  post,
  readEvents,
  receivedAll,
  shareStack,
  startApp,
  type TestApp,
} from "../support";
import { claimsOf, statusOf } from "./user-sessions";

const stack = shareStack();
let app: TestApp["app"];

beforeEach(async () => {
  ({ app } = await startApp(stack.config));
});

/** A request in the form of RFC 7009, section 2.1. */
function revoke(form: string) {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return app.inject({ method: "POST", url: "/auth/revoke", payload: form, headers });
}

test("revoke - a refresh token ends its session without an access token, and raises the event", async () => {
  const events = await readEvents(stack.nats);
  const { userId, accessToken, refreshToken } = await openSession(app);
  const response = await revoke(`token=${refreshToken}&token_type_hint=refresh_token`);
  expect(response.statusCode).toBe(200);
  expect(response.headers["cache-control"]).toBe("no-store");
  expect(await statusOf(app, accessToken)).toBe(401);
  expect((await post(app, "/auth/refresh", { refreshToken })).statusCode).toBe(401);
  expect((await revoke(`token=${refreshToken}`)).statusCode).toBe(200);
  await receivedAll(app, events);
  const [logout, ...more] = eventsOf(events, userId, "auth.user.logged_out");
  expect(more).toEqual([]);
  const { sid: sessionId } = claimsOf(accessToken);
  expect(logout!.event.data).toEqual({ userId, sessionId, timestamp: expect.any(String) });
});

test("revoke - works when the access token has expired, and with an older refresh token of the session", async () => {
  const tokens = { ...stack.config.tokens, accessTtlSeconds: 1 };
  const { app: brief } = await startApp({ ...stack.config, tokens });
  const { refreshToken } = await openSession(brief);
  const next = (await post(brief, "/auth/refresh", { refreshToken })).json();
  await expect.poll(() => statusOf(brief, next.accessToken)).toBe(401);
  expect((await post(brief, "/auth/logout", {}, bearer(next.accessToken))).statusCode).toBe(401);
  expect((await revoke(`token=${refreshToken}`)).statusCode).toBe(200);
  expect((await post(brief, "/auth/refresh", next)).statusCode).toBe(401);
});

test("revoke - an access token ends its session as well", async () => {
  const { accessToken, refreshToken } = await openSession(app);
  expect((await revoke(`token=${accessToken}`)).statusCode).toBe(200);
  expect(await statusOf(app, accessToken)).toBe(401);
  expect((await post(app, "/auth/refresh", { refreshToken })).statusCode).toBe(401);
});

test("revoke - takes JSON, too", async () => {
  const { accessToken, refreshToken } = await openSession(app);
  expect((await post(app, "/auth/revoke", { token: refreshToken })).statusCode).toBe(200);
  expect(await statusOf(app, accessToken)).toBe(401);
});

test("revoke - a token that is none, is forged or was revoked gets the same answer and ends nothing", async () => {
  const { userId, accessToken } = await openSession(app);
  const { sid, jti } = claimsOf(accessToken);
  await app.redis.set(keys.revokedToken(jti), "1");
  const forged = encodeRefreshToken(renewRefreshToken(userId, sid));
  for (const token of ["x", forged, accessToken, `${accessToken}x`]) {
    const response = await revoke(`token=${token}`);
    expect([response.statusCode, response.body]).toEqual([200, "{}"]);
  }
  expect(await app.redis.exists(keys.session(sid))).toBe(1);
});

test.each(["", "tokn=x", "token=", "token=a&token=b"])("revoke - %j is no request", async (form) => {
  const response = await revoke(form);
  expect(response.statusCode).toBe(400);
  expect(response.json().errors[0].field).toBe("token");
});
