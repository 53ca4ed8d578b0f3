import { expect, test } from "vitest";
import {
  bearer,
  newUser,
  openSession,
  post,
  registerUser,
  shareStack,
  startApp,
  withoutMessaging,
} from "../support";

const stack = shareStack();
const json = { "content-type": "application/json" };

function startService() {
  return startApp(withoutMessaging(stack.config));
}

test("bodies - bytes that are not UTF-8 are refused, and nothing is stored in their place", async () => {
  const { app } = await startService();
  const { email, password } = newUser();
  const payload = Buffer.from(JSON.stringify({ email, password, name: "René" }), "latin1");
  const response = await app.inject({ method: "POST", url: "/auth/register", headers: json, payload });
  expect(response.statusCode).toBe(400);
  expect(response.json()).toMatchObject({
    type: "urn:auth-stack:problem:malformed-json",
    detail: "The body is not UTF-8.",
  });
  const right = await post(app, "/auth/register", { email, password, name: "René" });
  expect(right.json().user.name).toBe("René");
});

test.each(["name", "password"])(
  "bodies - half of a surrogate pair in %s is refused by name",
  async (field) => {
    const { app } = await startService();
    const payload = JSON.stringify({ ...newUser(), [field]: "half-a-pair-X" }).replace("X", "\\uD83D");
    const response = await app.inject({ method: "POST", url: "/auth/register", headers: json, payload });
    expect(response.statusCode).toBe(400);
    expect(response.json().errors).toEqual([{ field, detail: "has half of a surrogate pair" }]);
    const whole = payload.replace("\\uD83D", "\\uD83D\\uDE00");
    const accepted = await app.inject({
      method: "POST",
      url: "/auth/register",
      headers: json,
      payload: whole,
    });
    expect(accepted.statusCode).toBe(201);
  },
);

test.each([
  ["another charset", { "content-type": "application/json; charset=iso-8859-1" }],
  ["another charset in quotes", { "content-type": 'application/json; charset="utf-16"' }],
  ["a content coding", { ...json, "content-encoding": "gzip" }],
])("bodies - %s is 415", async (_title, headers) => {
  const { app } = await startService();
  const payload = JSON.stringify(newUser());
  const response = await app.inject({ method: "POST", url: "/auth/register", headers, payload });
  expect(response.statusCode).toBe(415);
  expect(response.json().type).toBe("urn:auth-stack:problem:unsupported-media-type");
});

test.each([
  { "content-type": "application/json; charset=UTF-8" },
  { "content-type": "application/json;charset=utf8" },
  { ...json, "content-encoding": "identity" },
])("bodies - %j is UTF-8 as it is", async (headers) => {
  const { app } = await startService();
  const payload = JSON.stringify(newUser());
  const response = await app.inject({ method: "POST", url: "/auth/register", headers, payload });
  expect(response.statusCode).toBe(201);
});

test("bodies - a route that needs none takes an empty one of type JSON", async () => {
  const { app } = await startService();
  const { accessToken } = await openSession(app);
  const headers = { ...bearer(accessToken), ...json };
  const sessions = await app.inject({ method: "DELETE", url: "/auth/sessions", headers, payload: "" });
  expect(sessions.statusCode).toBe(204);
  const logout = await app.inject({ method: "POST", url: "/auth/logout", headers });
  expect(logout.statusCode).toBe(204);
});

test("bodies - a session's id is the same in upper case", async () => {
  const { app } = await startService();
  const { accessToken } = await openSession(app);
  const headers = bearer(accessToken);
  const [{ id }] = (await app.inject({ url: "/auth/sessions", headers })).json().sessions;
  const url = `/auth/sessions/${id.toUpperCase()}`;
  expect((await app.inject({ method: "DELETE", url, headers })).statusCode).toBe(204);
});

test("bodies - a text is one however it is composed, and is counted then", async () => {
  const { app } = await startService();
  const user = {
    ...newUser(),
    password: "é".repeat(8).normalize("NFD"),
    name: "é".repeat(100).normalize("NFD"),
  };
  await registerUser(app, user);
  const login = { email: user.email, password: user.password.normalize("NFC") };
  const response = await post(app, "/auth/login", login);
  expect(response.statusCode).toBe(200);
  expect(response.json().user.name).toBe("é".repeat(100));
  const short = { ...newUser(), password: "é".repeat(7).normalize("NFD") };
  expect((await post(app, "/auth/register", short)).statusCode).toBe(400);
  const astral = { ...newUser(), password: "😀".repeat(7) };
  expect((await post(app, "/auth/register", astral)).statusCode).toBe(400);
});
