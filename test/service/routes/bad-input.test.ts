import { beforeEach, expect, test } from "vitest";
import { newUser, shareStack, startApp, type TestApp } from "../support";

const stack = shareStack();
let app: TestApp["app"];

beforeEach(async () => {
  ({ app } = await startApp(stack.config));
});

/** Title, body (undefined leaves the field out), the field that is named and what is wrong with it. */
const badFields: [string, object, string, string][] = [
  ["no e-mail", { email: undefined }, "email", "is missing"],
  ["no password", { password: undefined }, "password", "is missing"],
  ["no name", { name: undefined }, "name", "is missing"],
  ["a number as e-mail", { email: 1 }, "email", "must be of type string"],
  ["null as password", { password: null }, "password", "must be of type string"],
  ["a list as name", { name: ["a"] }, "name", "must be of type string"],
  ["an e-mail without @", { email: "example.com" }, "email", "is not in the form that it must have"],
  ["an e-mail with a line break", { email: "a@b.c\n@d" }, "email", "is not in the form that it must have"],
  ["an over-long e-mail", { email: `${"a".repeat(250)}@b.cd` }, "email", "must have at most 254 characters"],
  ["a short password", { password: "1234567" }, "password", "must have at least 8 characters"],
  ["a long password", { password: "x".repeat(129) }, "password", "must have at most 128 characters"],
  ["an empty name", { name: "" }, "name", "is not in the form that it must have"],
  ["a blank name", { name: "   " }, "name", "is not in the form that it must have"],
  ["a long name", { name: "x".repeat(101) }, "name", "must have at most 100 characters"],
  ...["\u200b", "\u3164", "\u2800", "\u00ad", "\u115f\uffa0", "\u0301"].map((name): (typeof badFields)[0] => [
    `a name of nothing but ${JSON.stringify(name)} (${name.codePointAt(0)?.toString(16)})`,
    { name },
    "name",
    "is not in the form that it must have",
  ]),
  ...[
    "a\u202eb",
    "a\u2066b",
    "a\u200fb",
    "a\ufeffb",
    "https://evil.example",
    "see WWW.evil",
    "Win at evil.com now",
  ].map((name): (typeof badFields)[0] => [
    `the name ${JSON.stringify(name)} (${name.length})`,
    { name },
    "name",
    "is not in the form that it must have",
  ]),
  ["a name with a control character", { name: "a\u0000b" }, "name", "is not in the form that it must have"],
  ["a name with half a surrogate pair", { name: "a\ud800" }, "name", "has half of a surrogate pair"],
];

test.each(badFields)(
  "bad input - register with %s names the field",
  async (_title, change, field, detail) => {
    const payload = { ...newUser(), ...change };
    const response = await app.inject({ method: "POST", url: "/auth/register", payload });
    expect(response.statusCode).toBe(400);
    expect(response.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(response.json()).toMatchObject({
      type: "urn:auth-stack:problem:invalid-request",
      title: "The request is not valid",
      status: 400,
      detail: `${field} ${detail}`,
      errors: [{ field, detail }],
    });
  },
);

test("bad input - every field at fault is named, and no value is quoted", async () => {
  const payload = { email: "secret-1", password: "secret2", name: 3 };
  const response = await app.inject({ method: "POST", url: "/auth/register", payload });
  expect(
    response
      .json()
      .errors.map(({ field }: { field: string }) => field)
      .sort(),
  ).toEqual(["email", "name", "password"]);
  expect(response.body).not.toContain("secret");
});

const json = { "content-type": "application/json" };
const big = JSON.stringify({ ...newUser(), name: "x".repeat(70_000) });

/** Title, request, status, last part of the problem's type. */
const badRequests: [string, object, number, string][] = [
  ["malformed JSON", { headers: json, payload: '{"email":' }, 400, "malformed-json"],
  ["an empty body", { headers: json, payload: "" }, 400, "malformed-json"],
  ["a body that is a list", { headers: json, payload: "[]" }, 400, "invalid-request"],
  ["a body that is null", { headers: json, payload: "null" }, 400, "invalid-request"],
  ["a body that sets __proto__", { headers: json, payload: '{"__proto__":{}}' }, 400, "malformed-json"],
  ["a body of 70 kB", { headers: json, payload: big }, 413, "payload-too-large"],
  ["plain text", { headers: { "content-type": "text/plain" }, payload: "x" }, 415, "unsupported-media-type"],
  ["XML", { headers: { "content-type": "application/xml" }, payload: "<a/>" }, 415, "unsupported-media-type"],
  [
    "a form",
    { headers: { "content-type": "application/x-www-form-urlencoded" }, payload: "a=b" },
    415,
    "unsupported-media-type",
  ],
  ["no content type", { payload: Buffer.from("{}") }, 415, "unsupported-media-type"],
  ["an unknown route", { url: "/auth/nothing" }, 404, "not-found"],
  ["the wrong method", { method: "GET" }, 405, "method-not-allowed"],
  ["the wrong method with a body", { method: "PUT", payload: "x" }, 405, "method-not-allowed"],
  ["TRACE", { method: "TRACE", url: "/auth/me" }, 405, "method-not-allowed"],
  ["a broken escape in the path", { url: "/auth/%zz" }, 400, "invalid-request"],
  ["a body on GET", { method: "GET", url: "/auth/me" }, 401, "missing-token"],
];

test.each(badRequests)(
  "bad input - %s is a problem, without a stack trace",
  async (_title, request, status, type) => {
    const response = await app.inject({ method: "POST", url: "/auth/register", ...request });
    expect(response.statusCode).toBe(status);
    expect(response.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(response.json()).toMatchObject({ type: `urn:auth-stack:problem:${type}`, status });
    expect(response.json().instance).toBe(`urn:auth-stack:request:${response.headers["x-request-id"]}`);
    expect(response.body).not.toMatch(/node_modules|\.[jt]s:\d/);
  },
);

test("bad input - the wrong method is told the right one", async () => {
  const response = await app.inject({ method: "PUT", url: "/auth/me?x=1" });
  expect(response.headers.allow).toBe("GET, HEAD, DELETE");
});

test.each(["/auth/login", "/auth/refresh"])("bad input - %s without fields is 400", async (url) => {
  const response = await app.inject({ method: "POST", url, payload: {} });
  expect(response.statusCode).toBe(400);
});

test("bad input - unknown fields are ignored and never stored", async () => {
  const payload = { ...newUser(), id: "x", createdAt: "x", passwordHash: "x", admin: true };
  const response = await app.inject({ method: "POST", url: "/auth/register", payload });
  expect(response.statusCode).toBe(201);
  const { id } = response.json().user;
  expect(id).not.toBe("x");
  expect((await app.redis.hkeys(`user:${id}`)).sort()).toEqual([
    "createdAt",
    "email",
    "name",
    "passwordHash",
  ]);
});

test("security headers - are on every answer", async () => {
  const response = await app.inject("/auth/me");
  expect(response.headers["x-content-type-options"]).toBe("nosniff");
  expect(response.headers["strict-transport-security"]).toContain("max-age=");
  expect(response.headers["x-powered-by"]).toBeUndefined();
});

test.each([
  ["/auth/login", { email: "nobody@example.com", password: "password123" }],
  ["/auth/refresh", { refreshToken: "x" }],
  ["/auth/logout", {}],
])("bad input - the 401 of %s has a challenge", async (url, payload) => {
  const response = await app.inject({ method: "POST", url, payload });
  expect(response.statusCode).toBe(401);
  expect(response.headers["www-authenticate"]).toMatch(/^Bearer/);
});

test.each([
  "J. R. R. Tolkien",
  "J.R.R. Tolkien",
  "Dr. Müller",
  "李",
  "نویسنده‌ها",
  "👩‍👩‍👧",
  "O'Neil-Smith",
  "Sammy Davis Jr.",
  "-",
])("bad input - %s is a name", async (name) => {
  const response = await app.inject({
    method: "POST",
    url: "/auth/register",
    payload: { ...newUser(), name },
  });
  expect(response.statusCode).toBe(201);
  expect(response.json().user.name).toBe(name);
});
