import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { keys } from "../../service/src/store/keys";
import { throttledAccount } from "../../service/src/store/login-throttle";
import {
  createRefreshToken,
  decodeRefreshToken,
  encodeRefreshToken,
  refreshTokenHashes,
} from "../../service/src/tokens/refresh-token";
import { afterFile } from "../support/after-file";
import { failTimes, prolongWaits } from "./store/throttle";
import {
  bearer,
  newUser,
  openSession,
  post,
  startApp,
  startStack,
  type TestApp,
  withoutMessaging,
} from "./support";

const finished = afterFile();
let app: TestApp["app"];
let logs: TestApp["logs"];

beforeAll(async () => {
  const { config } = await startStack(finished);
  ({ app, logs } = await startApp(withoutMessaging(config), finished));
});

/** The lines of requests since the last call. */
function linesOfRequests(): Record<string, unknown>[] {
  return logs.splice(0).filter(({ msg }) => msg === "Request answered");
}

test("request log - a login tells who, from where, and whether it succeeded, without the address", async () => {
  const user = newUser();
  await openSession(app, user);
  await post(app, "/auth/login", { email: user.email, password: "password124" });
  const [registration, success, failure] = linesOfRequests();
  const account = throttledAccount(user.email);
  expect(registration).toMatchObject({ route: "/auth/register", status: 201 });
  expect(success).toMatchObject({ route: "/auth/login", status: 200, account, ip: "127.0.0.1" });
  expect(success).not.toHaveProperty("problem");
  expect(failure).toMatchObject({ status: 401, account, problem: "invalid-credentials", level: "info" });
  expect(failure!.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(JSON.stringify([success, failure])).not.toContain(user.email);
});

test("request log - a login that has to wait and a bad token are told by their problem", async () => {
  const { email } = newUser();
  await failTimes(app, { email, networks: ["127.0.0.1"] }, 10);
  await prolongWaits(app);
  await post(app, "/auth/login", { email, password: "password123" });
  await app.inject({ url: "/auth/me", headers: bearer("forged") });
  const [throttled, forged] = linesOfRequests();
  expect(throttled).toMatchObject({ status: 429, problem: "too-many-attempts" });
  expect(forged).toMatchObject({ route: "/auth/me", status: 401, problem: "invalid-token" });
});

test("request log - what needs a token tells the user's id", async () => {
  const { userId, accessToken } = await openSession(app);
  await app.inject({ url: "/auth/me", headers: bearer(accessToken) });
  expect(linesOfRequests().at(-1)).toMatchObject({ route: "/auth/me", status: 200, userId });
});

test("request log - a registration, a login and each refresh tell the user's id, whatever becomes of a refresh", async () => {
  const { userId, refreshToken: first } = await openSession(app);
  const { refreshToken: second } = (await post(app, "/auth/refresh", { refreshToken: first })).json();
  await post(app, "/auth/refresh", { refreshToken: first });
  const { refreshToken: third } = (await post(app, "/auth/refresh", { refreshToken: second })).json();
  await post(app, "/auth/refresh", { refreshToken: third });
  await app.redis.del(keys.refreshAnswer(refreshTokenHashes(decodeRefreshToken(first)!).tokenHash));
  expect((await post(app, "/auth/refresh", { refreshToken: first })).statusCode).toBe(401);
  const lines = linesOfRequests();
  expect(lines).toHaveLength(7);
  for (const line of lines) expect(line).toMatchObject({ userId });
  expect(JSON.stringify(lines)).not.toContain(first);
});

test("request log - a revocation tells the user's id, by whichever token", async () => {
  for (const kind of ["accessToken", "refreshToken"] as const) {
    const session = await openSession(app);
    expect((await post(app, "/auth/revoke", { token: session[kind] })).statusCode).toBe(200);
    expect(linesOfRequests().at(-1)).toMatchObject({ route: "/auth/revoke", userId: session.userId });
  }
});

test("request log - a refused registration tells the hashed address, a refresh token of nobody's no user", async () => {
  const user = newUser();
  await openSession(app, user);
  linesOfRequests();
  await post(app, "/auth/register", user);
  const { userId, sessionId } = { userId: randomUUID(), sessionId: randomUUID() };
  const refreshToken = encodeRefreshToken({ ...createRefreshToken(userId), sessionId });
  await post(app, "/auth/refresh", { refreshToken });
  const [taken, unknown] = linesOfRequests();
  expect(taken).toMatchObject({ status: 409, account: throttledAccount(user.email) });
  expect(taken).not.toHaveProperty("userId");
  expect(unknown).toMatchObject({ status: 401, problem: "invalid-refresh-token" });
  expect(unknown).not.toHaveProperty("userId");
});

test("request log - whatever a client sends is part of one line at most", async () => {
  const lines: string[] = [];
  const { config } = app;
  const { app: other } = await startApp(config, undefined, {
    logDestination: { write: (line) => void lines.push(line) },
  });
  const forged = '\n{"level":"info","msg":"forged"}\n';
  const headers = { "user-agent": forged, "x-request-id": forged, "x-forwarded-for": forged };
  await other.inject({ url: `/auth/${encodeURIComponent(forged)}?q=${encodeURIComponent(forged)}`, headers });
  expect(lines.filter((line) => line.includes("Request answered"))).toHaveLength(1);
  for (const line of lines) {
    expect(line.trimEnd()).not.toContain("\n");
    expect(JSON.parse(line).msg).not.toBe("forged");
  }
});
