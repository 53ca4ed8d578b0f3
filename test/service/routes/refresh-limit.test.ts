import { expect, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import {
  eventsOf,
  login,
  newUser,
  openSession,
  post,
  readEvents,
  receivedAll,
  shareStack,
  startApp,
} from "../support";
import { claimsOf } from "./user-sessions";

const stack = shareStack();
const burst = 5;

function startLimited() {
  const tokens = { ...stack.config.tokens, refreshBurst: burst, refreshIntervalSeconds: 10 };
  return startApp({ ...stack.config, tokens });
}

type App = Awaited<ReturnType<typeof startLimited>>["app"];

/** Refreshes until it is refused. Returns how often it was not, the refusal, and the newest tokens. */
async function refreshInLoop(app: App, session: { refreshToken: string; accessToken: string }) {
  let newest = session;
  for (let refreshes = 0; ; refreshes += 1) {
    const response = await post(app, "/auth/refresh", newest);
    if (response.statusCode !== 200) return { refreshes, response, newest };
    newest = response.json();
  }
}

test("refresh limit - a session that is refreshed in a loop is answered 429 and goes on after the wait", async () => {
  const { app } = await startLimited();
  const events = await readEvents(stack.nats);
  const session = await openSession(app);
  const { refreshes, response, newest } = await refreshInLoop(app, session);
  expect(refreshes).toBe(burst);
  expect(response.statusCode).toBe(429);
  expect(response.json().type).toBe("urn:auth-stack:problem:too-many-refreshes");
  const wait = Number(response.headers["retry-after"]);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(10);
  expect(await app.metrics.registry.metrics()).toContain("auth_refreshes_limited_total 1\n");
  await receivedAll(app, events);
  expect(eventsOf(events, session.userId, "auth.user.token_refreshed")).toHaveLength(burst);
  await letPass(app, newest.accessToken, 10);
  expect((await refreshInLoop(app, newest)).refreshes).toBe(1);
});

test("refresh limit - a session that was left alone for long has the whole burst again, and no more", async () => {
  const { app } = await startLimited();
  const { newest } = await refreshInLoop(app, await openSession(app));
  await letPass(app, newest.accessToken, 1000);
  expect((await refreshInLoop(app, newest)).refreshes).toBe(burst);
});

test("refresh limit - another session of the user is not affected", async () => {
  const { app } = await startLimited();
  const user = newUser();
  const { response } = await refreshInLoop(app, await openSession(app, user));
  expect(response.statusCode).toBe(429);
  expect((await post(app, "/auth/refresh", await login(app, user))).statusCode).toBe(200);
});

test("refresh limit - a repeat gets its answer, and a token that was used ends the session, limit or not", async () => {
  const { app } = await startLimited();
  const { refreshToken, accessToken } = await openSession(app);
  const first = (await post(app, "/auth/refresh", { refreshToken })).json();
  const { newest } = await refreshInLoop(app, first);
  expect((await post(app, "/auth/refresh", { refreshToken })).json()).toEqual(first);
  const { sid } = claimsOf(accessToken);
  const unknown = { ...first, refreshToken: replaceSecret(newest.refreshToken) };
  expect((await post(app, "/auth/refresh", unknown)).statusCode).toBe(401);
  expect(await app.redis.exists(keys.session(sid))).toBe(0);
});

/** As if so many seconds had passed. */
async function letPass(app: App, accessToken: string, seconds: number): Promise<void> {
  await app.redis.hincrby(keys.session(claimsOf(accessToken).sid), "pacedUntil", -1000 * seconds);
}

/** A token of the same session and family that is no longer known. */
function replaceSecret(refreshToken: string): string {
  const bytes = Buffer.from(refreshToken, "base64url");
  return Buffer.concat([bytes.subarray(0, 48), Buffer.alloc(32, 7)]).toString("base64url");
}
