import { createLocalJWKSet, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { AccessTokens } from "../../../service/src/tokens/access-tokens";
import { createLocalKeys } from "../../../tools/local/keys";
import { configFor } from "../support";

const issuer = "http://localhost:3001";
const { tokens: settings } = configFor(createLocalKeys(), "redis://127.0.0.1:6379", "");
const tokens = new AccessTokens(settings);
const bearer = { userId: "some-user", sessionId: "some-session", family: "some-family" };

test("access tokens - another implementation accepts them by the published keys", async () => {
  const { payload, protectedHeader } = await jwtVerify(
    tokens.issue(bearer).token,
    createLocalJWKSet({ keys: [...tokens.jwks.keys] }),
    { issuer, audience: issuer, typ: "at+jwt", algorithms: ["EdDSA"] },
  );
  expect(payload).toMatchObject({
    sub: "some-user",
    sid: "some-session",
    fam: "some-family",
    jti: expect.any(String),
  });
  expect(payload.exp! - payload.iat!).toBe(settings.accessTtlSeconds);
  expect(protectedHeader.kid).toBe(settings.signingKeys[0]!.kid);
});

test("access tokens - one that was issued speaks for its user and session", () => {
  expect(tokens.verify(tokens.issue(bearer).token)).toMatchObject({
    userId: "some-user",
    sessionId: "some-session",
    family: "some-family",
  });
});

test.each([
  [
    "a change of any part",
    (token: string) => token.replace(/\.(.)/, (_, first) => `.${first === "e" ? "f" : "e"}`),
  ],
  ["a signature that is spelled another way", (token: string) => `${token}==`],
  ["a fourth part", (token: string) => `${token}.`],
  ["no signature", (token: string) => token.replace(/[^.]*$/, "")],
])("access tokens - %s makes a token void", (_, change) => {
  expect(tokens.verify(change(tokens.issue(bearer).token))).toBeUndefined();
});
