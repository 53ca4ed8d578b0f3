import { beforeEach, expect, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import { bearer, login, newUser, openSession, post, shareStack, startApp, type TestApp } from "../support";
import { answerKey, claimsOf } from "./user-sessions";

const stack = shareStack();
let before: TestApp["app"];
let after: TestApp["app"];

/** Two services on one store: as it was before ACCESS_TOKEN_TTL was lowered, and as it is now. */
beforeEach(async () => {
  const { tokens } = stack.config;
  ({ app: before } = await startApp({ ...stack.config, tokens: { ...tokens, accessTtlSeconds: 3000 } }));
  ({ app: after } = await startApp({ ...stack.config, tokens: { ...tokens, accessTtlSeconds: 5 } }));
});

interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
}

type Ending = (session: Session, other: Session, password: string) => Promise<{ statusCode: number }>;

/** Everything that ends a session, some of it by another session of its user. */
const endings: Record<string, Ending> = {
  "a logout": ({ accessToken }) => post(after, "/auth/logout", {}, bearer(accessToken)),
  "the end of one session": ({ accessToken }, other) => {
    const url = `/auth/sessions/${claimsOf(accessToken).sid}`;
    return after.inject({ method: "DELETE", url, headers: bearer(other.accessToken) });
  },
  "the end of all others": (_, other) =>
    after.inject({ method: "DELETE", url: "/auth/sessions", headers: bearer(other.accessToken) }),
  "a change of the password": (_, other, currentPassword) => {
    const payload = { currentPassword, newPassword: "new-password-1" };
    return post(after, "/auth/password", payload, bearer(other.accessToken));
  },
  "an erasure": (_, other, currentPassword) =>
    after.inject({
      ...{ method: "DELETE", url: "/auth/me" },
      ...{ payload: { currentPassword }, headers: bearer(other.accessToken) },
    }),
};

test.each(Object.keys(endings))(
  "revocations - %s outlasts the session's access token, though their lifetime was lowered since",
  async (name) => {
    const user = newUser();
    const session = await openSession(before, user);
    const { sid, exp } = claimsOf(session.accessToken);
    const refreshed = (await post(after, "/auth/refresh", session)).json();
    const { statusCode } = await endings[name]!(refreshed, await login(after, user), user.password);
    expect(statusCode).toBeLessThan(300);
    expect(await after.redis.expiretime(keys.revokedSession(sid))).toBeGreaterThanOrEqual(exp);
  },
);

test("revocations - that of a dead child outlasts its access token", async () => {
  const { refreshToken } = await openSession(before);
  const lost = (await post(before, "/auth/refresh", { refreshToken })).json();
  const { exp, jti } = claimsOf(lost.accessToken);
  const { tokens } = stack.config;
  const config = { ...stack.config, tokens: { ...tokens, accessTtlSeconds: 5, refreshRepeatSeconds: 0 } };
  const { app } = await startApp(config);
  await app.redis.del(answerKey(refreshToken));
  expect((await post(app, "/auth/refresh", { refreshToken })).statusCode).toBe(200);
  expect(await app.redis.expiretime(keys.revokedToken(jti))).toBeGreaterThanOrEqual(exp);
});

test("revocations - that of a session from before its last access token was kept lasts as long as any can", async () => {
  const { accessToken } = await openSession(after);
  const { sid, iat } = claimsOf(accessToken);
  await after.redis.hdel(keys.session(sid), "accessId", "accessEndsAt");
  await post(after, "/auth/logout", {}, bearer(accessToken));
  expect(await after.redis.expiretime(keys.revokedSession(sid))).toBeGreaterThanOrEqual(iat + 86_400);
});
