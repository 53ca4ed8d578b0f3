import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createRefreshToken, encodeRefreshToken } from "../../../service/src/tokens/refresh-token";
import { openSession, post, shareStack, startApp, withoutMessaging } from "../support";

const stack = shareStack();

function madeUp(): string {
  return encodeRefreshToken(createRefreshToken(randomUUID()));
}

test("doubt - while most refresh tokens are made up, none is signed for before the store has been asked", async () => {
  const { app } = await startApp(withoutMessaging(stack.config));
  const { refreshToken } = await openSession(app);
  let signed = 0;
  const issue = app.accessTokens.issue.bind(app.accessTokens);
  app.accessTokens.issue = (...args) => {
    signed += 1;
    return issue(...args);
  };
  for (let turn = 0; turn < 40; turn += 1) {
    const refused = await post(app, "/auth/refresh", { refreshToken: madeUp() });
    expect(refused.statusCode).toBe(401);
  }
  expect(app.refreshDoubt.isHigh).toBe(true);
  expect(signed).toBeLessThan(30);
  expect((await post(app, "/auth/refresh", { refreshToken })).statusCode).toBe(200);
  const before = signed;
  expect((await post(app, "/auth/refresh", { refreshToken: madeUp() })).statusCode).toBe(401);
  expect(signed).toBe(before);
});

test("doubt - an honest majority ends it", async () => {
  const { app } = await startApp(withoutMessaging(stack.config));
  let { refreshToken } = await openSession(app);
  for (let turn = 0; turn < 30; turn += 1) await post(app, "/auth/refresh", { refreshToken: madeUp() });
  expect(app.refreshDoubt.isHigh).toBe(true);
  for (let turn = 0; turn < 30; turn += 1) {
    ({ refreshToken } = (await post(app, "/auth/refresh", { refreshToken })).json());
  }
  expect(app.refreshDoubt.isHigh).toBe(false);
});
