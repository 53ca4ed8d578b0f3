import { expect, test } from "vitest";
import { PasswordHasher } from "../../../service/src/passwords/password-hasher";
import { QueueFullError } from "../../../service/src/passwords/work-queue";
import { keys } from "../../../service/src/store/keys";
import { bearer, login, newUser, post, registerUser, shareStack, startApp, type TestApp } from "../support";

const stack = shareStack();
const stronger = { memoryCost: 20_480, timeCost: 3, parallelism: 1 };

/** A user whose hash is from before the parameters were changed, and a service from after it. */
async function startChanged() {
  const { app: before } = await startApp(stack.config);
  const user = newUser();
  const userId = await registerUser(before, user);
  const { app } = await startApp({ ...stack.config, passwordHash: stronger });
  return { app, user, userId };
}

function hashOf(app: TestApp["app"], userId: string): Promise<string | null> {
  return app.redis.hget(keys.user(userId), "passwordHash");
}

test("renewed hash - the next login hashes the password with the configured parameters, once", async () => {
  const { app, user, userId } = await startChanged();
  expect(await hashOf(app, userId)).toMatch(/\$m=19456,t=2,p=1\$/);
  await login(app, user);
  const renewed = await hashOf(app, userId);
  expect(renewed).toMatch(/^\$argon2id\$v=19\$m=20480,t=3,p=1\$/);
  await login(app, user);
  expect(await hashOf(app, userId)).toBe(renewed);
  expect((await post(app, "/auth/login", { ...user, password: "password124" })).statusCode).toBe(401);
});

test("renewed hash - parameters that become cheaper are followed too", async () => {
  const { app, user, userId } = await startChanged();
  await login(app, user);
  const { app: cheaper } = await startApp(stack.config);
  await login(cheaper, user);
  expect(await hashOf(app, userId)).toMatch(/\$m=19456,t=2,p=1\$/);
});

test("renewed hash - of many logins at once all succeed", async () => {
  const { app, user } = await startChanged();
  const logins = await Promise.all(Array.from({ length: 10 }, () => post(app, "/auth/login", user)));
  expect(logins.map(({ statusCode }) => statusCode)).toEqual(Array(10).fill(200));
});

test("renewed hash - whoever checked the hash before is not told that the password is wrong", async () => {
  const { app, user, userId } = await startChanged();
  const checked = (await app.users.find(userId))!;
  const { accessToken } = await login(app, user);
  expect(await app.accounts.erase({ ...checked, passwordHash: "another" })).toBe("outdated");
  expect(await app.accounts.erase(checked)).toBe("erased");
  expect((await app.inject({ url: "/auth/me", headers: bearer(accessToken) })).statusCode).toBe(401);
});

test("renewed hash - a change of the password ends what the hash before was good for", async () => {
  const { app, user, userId } = await startChanged();
  const checked = (await app.users.find(userId))!;
  const { accessToken } = await login(app, user);
  const change = { currentPassword: user.password, newPassword: "new-password-1" };
  expect((await post(app, "/auth/password", change, bearer(accessToken))).statusCode).toBeLessThan(300);
  expect(await app.accounts.erase(checked)).toBe("outdated");
});

test("renewed hash - a full queue leaves it for the next login, which succeeds all the same", async () => {
  const { app: before } = await startApp(stack.config);
  const user = newUser();
  const userId = await registerUser(before, user);
  const old = await hashOf(before, userId);
  const passwords = new Busy(stronger);
  const { app } = await startApp(stack.config, undefined, { passwords });
  await login(app, user);
  expect(await hashOf(app, userId)).toBe(old);
});

/** Has no time to hash anything. */
class Busy extends PasswordHasher {
  override async hash(): Promise<string> {
    throw new QueueFullError(0);
  }
}

test("renewed hash - the decoy of an unknown address costs what a new hash costs", async () => {
  const verified: string[] = [];
  class Watched extends PasswordHasher {
    override async decoy(): Promise<string> {
      const decoy = await super.decoy();
      verified.push(decoy);
      return decoy;
    }
  }
  const { app } = await startApp(stack.config, undefined, { passwords: new Watched(stronger) });
  expect((await post(app, "/auth/login", newUser())).statusCode).toBe(401);
  expect(verified).toEqual([expect.stringMatching(/^\$argon2id\$v=19\$m=20480,t=3,p=1\$/)]);
});
