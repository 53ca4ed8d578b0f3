import { expect, test } from "vitest";
import { runNode, serviceEnv } from "./process";
import { bearer, login, newUser, openSession, post, shareStack, startApp, withoutMessaging } from "./support";

const stack = shareStack();
const script = `
const { parseConfig } = require("./service/src/config");
const { buildApp } = require("./service/src/app");
(async () => {
  const app = await buildApp(parseConfig(process.env), { logDestination: { write() {} } });
  const loaded = Object.keys(require.cache).filter((path) => /node_modules\\/(nats|nkeys\\.js|@nats-io)\\//.test(path));
  console.log(JSON.stringify({ loaded, nats: String(app.nats) }));
  await app.close();
})();
`;

async function loadedModules(messageQueue: string): Promise<{ loaded: string[]; nats: string }> {
  const env = { ...(await serviceEnv(stack)), MESSAGE_QUEUE: messageQueue };
  const { stdout } = await runNode(["--eval", script], env);
  return JSON.parse(stdout);
}

test("messaging off - no NATS module is loaded", async () => {
  expect(await loadedModules("off")).toEqual({ loaded: [], nats: "undefined" });
});

test("messaging off - with messaging on the same look finds the modules", async () => {
  expect((await loadedModules("on")).loaded).not.toEqual([]);
});

test("messaging off - all routes work and nothing is written to the outbox", async () => {
  const { app } = await startApp(withoutMessaging(stack.config));
  const { accessToken, refreshToken } = await openSession(app);
  const next = (await post(app, "/auth/refresh", { refreshToken })).json();
  const me = await app.inject({ url: "/auth/me", headers: bearer(next.accessToken) });
  expect(me.statusCode).toBe(200);
  expect((await post(app, "/auth/logout", {}, bearer(accessToken))).statusCode).toBe(204);
  const user = newUser();
  const [first, second] = [await openSession(app, user), await login(app, user)];
  const headers = bearer(second.accessToken);
  const { sessions } = (await app.inject({ url: "/auth/sessions", headers })).json();
  const remove = (url: string, payload?: object) =>
    app.inject({ method: "DELETE", url, headers, ...(payload && { payload }) });
  expect((await remove(`/auth/sessions/${sessions[1].id}`)).statusCode).toBe(204);
  const revoked = await app.inject({ url: "/auth/me", headers: bearer(first.accessToken) });
  expect(revoked.statusCode).toBe(401);
  expect((await remove("/auth/sessions")).statusCode).toBe(204);
  const passwords = { currentPassword: user.password, newPassword: "new-password-1" };
  const changed = await post(app, "/auth/password", passwords, headers);
  expect(changed.statusCode).toBe(200);
  Object.assign(headers, bearer(changed.json().accessToken));
  expect((await remove("/auth/me", { currentPassword: "new-password-1" })).statusCode).toBe(204);
  expect(await app.redis.exists("outbox")).toBe(0);
});
