import { type CryptoKey, generateKeyPair, importJWK, SignJWT } from "jose";
import { beforeEach, expect, test } from "vitest";
import { bearer, openSession, shareStack, startApp, type TestApp } from "../support";

const stack = shareStack();
let app: TestApp["app"];

beforeEach(async () => {
  ({ app } = await startApp(stack.config));
});

test("me - answers with the user of the token", async () => {
  const { accessToken, userId } = await openSession(app);
  const response = await app.inject({ url: "/auth/me", headers: bearer(accessToken) });
  expect(response.statusCode).toBe(200);
  expect(response.json().user).toMatchObject({ id: userId, name: "Test User" });
  expect(Object.keys(response.json().user).sort()).toEqual(["createdAt", "email", "id", "name"]);
});

test.each([{}, { authorization: "Basic dXNlcjpwYXNz" }, { authorization: "Bearer" }, { authorization: "" }])(
  "me - %o lacks a token",
  async (headers) => {
    const response = await app.inject({ url: "/auth/me", headers });
    expect(response.statusCode).toBe(401);
    expect(response.headers["www-authenticate"]).toBe("Bearer");
    expect(response.json().type).toBe("urn:auth-stack:problem:missing-token");
  },
);

const now = () => Math.floor(Date.now() / 1000);

/** A token like those of the service, but for one thing. */
async function forge(change: { header?: object; claims?: object; key?: unknown }): Promise<string> {
  const jwk = stack.config.tokens.signingKeys[0]!;
  const issuer = stack.config.tokens.issuer;
  const id = "3f6c1a52-9d0e-4a57-b0ab-3f5c6b1d2e90";
  const claims = { iss: issuer, aud: issuer, sub: id, jti: id, sid: id, iat: now(), exp: now() + 60 };
  return new SignJWT({ ...claims, ...change.claims })
    .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid: jwk.kid, ...change.header })
    .sign((change.key ?? (await importJWK(jwk, "EdDSA"))) as CryptoKey);
}

const forgeries: Record<string, () => Promise<string>> = {
  "another type": () => forge({ header: { typ: "JWT" } }),
  "another issuer": () => forge({ claims: { iss: "https://elsewhere.example" } }),
  "another audience": () => forge({ claims: { aud: "https://elsewhere.example" } }),
  "an expiry in the past": () => forge({ claims: { exp: now() - 1 } }),
  "a longer life than is set": () => forge({ claims: { iat: now() - 601, exp: now() + 60 } }),
  "no session": () => forge({ claims: { sid: undefined } }),
  "an unknown key id": () => forge({ header: { kid: "other" } }),
  "another key under our key id": async () => forge({ key: (await generateKeyPair("EdDSA")).privateKey }),
  "the algorithm none": async () => {
    const [, payload] = (await forge({})).split(".");
    return `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString("base64url")}.${payload}.`;
  },
  "HMAC with the public key": async () => {
    const key = new TextEncoder().encode(stack.config.tokens.signingKeys[0]!.x);
    return forge({ header: { alg: "HS256" }, key });
  },
  "no token's form": async () => "abc",
};

test.each(Object.keys(forgeries))("me - a token with %s is refused", async (name) => {
  const response = await app.inject({ url: "/auth/me", headers: bearer(await forgeries[name]!()) });
  expect(response.statusCode).toBe(401);
  expect(response.headers["www-authenticate"]).toBe('Bearer error="invalid_token"');
});

test("me - a valid token of a user that does not exist is refused", async () => {
  const response = await app.inject({ url: "/auth/me", headers: bearer(await forge({})) });
  expect(response.statusCode).toBe(401);
});

test("jwks - has the public keys and nothing private", async () => {
  const response = await app.inject("/.well-known/jwks.json");
  const { kid, x } = stack.config.tokens.signingKeys[0]!;
  expect(response.json()).toEqual({
    keys: [{ kty: "OKP", crv: "Ed25519", x, kid, alg: "EdDSA", use: "sig" }],
  });
  expect(response.headers["cache-control"]).toBe("public, max-age=300");
});
