import { beforeAll, expect, test, vi } from "vitest";
import { keys } from "../../../service/src/store/keys";
import {
  createDeviceToken,
  deviceClient,
  sessionClient,
  throttledAccount,
} from "../../../service/src/store/login-throttle";
import { afterFile } from "../../support/after-file";
import type { TestApp } from "../support";
import {
  fail,
  failNetwork,
  failTimes,
  newAttempt,
  newNetwork,
  passTime,
  prolongWaits,
  seconds,
  startThrottle,
  succeed,
  verdictOf,
} from "./throttle";

// Many attempts, each a round trip or two.
vi.setConfig({ testTimeout: 120_000 });
const finished = afterFile();
let app: TestApp["app"];

beforeAll(async () => {
  app = await startThrottle(finished);
});

test("login throttle - an owner's success doesn't give an attacker a new allowance", async () => {
  const attacker = newAttempt();
  await failTimes(app, attacker, 10);
  await passTime(app, 1 * seconds);
  await fail(app, attacker);
  await succeed(app, { ...attacker, networks: [newNetwork()] });
  await prolongWaits(app);
  expect(verdictOf(await fail(app, attacker))).toBe("account");
});

test("login throttle - guesses from everywhere don't keep out a device that has logged in before", async () => {
  const owner = newAttempt();
  const device = createDeviceToken();
  await succeed(app, owner, device);
  for (let network = 0; network < 60; network += 1) await fail(app, { ...owner, networks: [newNetwork()] });
  const elsewhere = { ...owner, networks: [newNetwork()] } as const;
  await prolongWaits(app);
  expect(verdictOf(await app.loginThrottle.admit(elsewhere))).toBe("account");
  const known = { ...elsewhere, client: deviceClient(device) };
  expect(verdictOf(await succeed(app, known, device))).toBe("admitted");
  await failTimes(app, known, 10);
  await prolongWaits(app);
  expect(verdictOf(await fail(app, known))).toBe("account");
});

test("login throttle - a device token is good for its own account, and a made up one for none", async () => {
  const [owner, other] = [newAttempt(), newAttempt()];
  const device = createDeviceToken();
  await succeed(app, owner, device);
  for (let network = 0; network < 60; network += 1) await fail(app, { ...other, networks: [newNetwork()] });
  await prolongWaits(app);
  for (const client of [deviceClient(device), deviceClient(createDeviceToken())]) {
    expect(verdictOf(await fail(app, { ...other, networks: [newNetwork()], client }))).toBe("account");
  }
});

test("login throttle - a session waits for its own failures alone, and not for its network", async () => {
  const owner = newAttempt();
  await failNetwork(app, owner.networks, 120);
  const inSession = { ...owner, client: sessionClient("a-session") };
  await prolongWaits(app);
  expect(verdictOf(await fail(app, owner))).toBe("network");
  await failTimes(app, inSession, 10);
  await prolongWaits(app);
  expect(verdictOf(await fail(app, inSession))).toBe("account");
  expect(verdictOf(await fail(app, { ...owner, client: sessionClient("another") }))).toBe("admitted");
});

test("login throttle - guesses from elsewhere don't keep a user out of a network that they are known from", async () => {
  const home = newAttempt();
  await succeed(app, home);
  for (let network = 0; network < 60; network += 1) await fail(app, { ...home, networks: [newNetwork()] });
  await prolongWaits(app);
  expect(verdictOf(await fail(app, { ...home, networks: [newNetwork()] }))).toBe("account");
  expect(verdictOf(await fail(app, home))).toBe("admitted");
});

test("login throttle - an account is known from its last forty networks and devices", async () => {
  const login = newAttempt();
  for (let nth = 0; nth < 25; nth += 1) {
    await succeed(app, { ...login, networks: [newNetwork()] }, createDeviceToken());
  }
  expect(await app.redis.zcard(keys.knownClients(throttledAccount(login.email)))).toBe(40);
});

test("login throttle - a device that has come back is known for longer than forty that have not", async () => {
  const login = newAttempt();
  const device = createDeviceToken();
  await succeed(app, login, device);
  await succeed(app, { ...login, client: deviceClient(device) }, device);
  for (let nth = 0; nth < 50; nth += 1) await succeed(app, login, createDeviceToken());
  const admission = await app.loginThrottle.admit({ ...login, client: deviceClient(device) });
  expect(admission).toMatchObject({ kind: "admitted", relation: "client" });
});
