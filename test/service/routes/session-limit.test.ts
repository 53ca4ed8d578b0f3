import { beforeEach, expect, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import { sessionsPerUser } from "../../../service/src/store/sessions";
import { login, newSession, post, shareStack, startApp, type TestApp } from "../support";
import { list, statusOf, twoSessions } from "./user-sessions";

const stack = shareStack();
let app: TestApp["app"];

beforeEach(async () => {
  ({ app } = await startApp(stack.config));
});

/** Opens as many sessions as told. */
async function fill(userId: string, count: number): Promise<void> {
  const { passwordHash } = (await app.users.find(userId))!;
  const open = () => app.sessions.open(newSession({ userId, passwordHash }), undefined);
  await Promise.all(Array.from({ length: count }, open));
}

async function currentId(accessToken: string): Promise<string> {
  return (await list(app, accessToken)).find(({ current }) => current)!.id;
}

test("sessions - a login beyond what a user may have ends the one that would expire first", async () => {
  const { user, userId, older, newer } = await twoSessions(app);
  await fill(userId, sessionsPerUser - 2);
  expect(await statusOf(app, older.accessToken)).toBe(200);
  await app.redis.zincrby(keys.sessionIndex(userId), -10, await currentId(older.accessToken));
  const last = await login(app, user);
  expect(await statusOf(app, older.accessToken)).toBe(401);
  expect((await post(app, "/auth/refresh", { refreshToken: older.refreshToken })).statusCode).toBe(401);
  expect(await statusOf(app, newer.accessToken)).toBe(200);
  expect(await list(app, last.accessToken)).toHaveLength(sessionsPerUser);
});

test("sessions - a login begins one even if all that there may be would expire later", async () => {
  const { user, userId } = await twoSessions(app);
  await fill(userId, sessionsPerUser);
  const index = keys.sessionIndex(userId);
  for (const id of await app.redis.zrange(index, "0", "-1")) await app.redis.zincrby(index, 3600, id);
  const last = await login(app, user);
  expect(await statusOf(app, last.accessToken)).toBe(200);
  expect(await list(app, last.accessToken)).toHaveLength(sessionsPerUser);
});

test("sessions - a user with many more than there may be loses no more than that many at a login", async () => {
  const { user, userId } = await twoSessions(app);
  const [now] = await app.redis.time();
  const entries = Array.from({ length: 3 * sessionsPerUser }, (_, i) => [Number(now) + 60, `old-${i}`]);
  await app.redis.zadd(keys.sessionIndex(userId), ...entries.flat());
  const countAfterLogin = async () => {
    await login(app, user);
    return app.redis.zcard(keys.sessionIndex(userId));
  };
  expect(await countAfterLogin()).toBe(2 * sessionsPerUser + 3);
  expect(await countAfterLogin()).toBe(sessionsPerUser + 4);
  expect(await countAfterLogin()).toBe(sessionsPerUser);
});
