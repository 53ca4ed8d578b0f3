import type { FastifyInstance } from "fastify";
import { beforeAll, expect, test } from "vitest";
import { afterFile } from "../../support/after-file";
import {
  bearer,
  login,
  newUser,
  openSession,
  post,
  startApp,
  startStack,
  withoutMessaging,
} from "../support";

const finished = afterFile();
let app: FastifyInstance;

beforeAll(async () => {
  const { config } = await startStack(finished);
  const passwordBlocklist = { kind: "on", words: ["Umbrella"] } as const;
  const settings = withoutMessaging({ ...config, passwordBlocklist });
  ({ app } = await startApp(settings, finished));
});

const detail = expect.stringMatching(/^is too easy to guess: .* Choose another one, for example/);

test("blocked password - a registration with a common one is refused, and says what to do", async () => {
  const response = await post(app, "/auth/register", newUser());
  expect(response.statusCode).toBe(400);
  expect(response.headers["content-type"]).toMatch(/^application\/problem\+json/);
  expect(response.json()).toMatchObject({
    type: "urn:auth-stack:problem:invalid-request",
    status: 400,
    errors: [{ field: "password", detail }],
  });
  expect(response.body).not.toContain("password123");
});

test("blocked password - one made of the user's own address is refused, also without an account", async () => {
  const user = newUser();
  const response = await post(app, "/auth/register", { ...user, password: user.email.toUpperCase() });
  expect(response.json().errors).toEqual([{ field: "password", detail }]);
});

test.each(["Umbrella2026", "localhost1", "auth-service"])(
  "blocked password - %s is made of a word of the configuration or the service",
  async (password) => {
    const response = await post(app, "/auth/register", { ...newUser(), password });
    expect(response.json().errors).toEqual([{ field: "password", detail }]);
  },
);

test("blocked password - a change to a common one or to the own name is refused, and the old one stays", async () => {
  const user = { ...newUser(), password: "quiet lamps over gravel", name: "Archibald" };
  const { accessToken } = await openSession(app, user);
  for (const newPassword of ["password123", "archibald1"]) {
    const payload = { currentPassword: user.password, newPassword };
    const response = await post(app, "/auth/password", payload, bearer(accessToken));
    expect(response.statusCode).toBe(400);
    expect(response.json().errors).toEqual([{ field: "newPassword", detail }]);
  }
  await login(app, user);
});
