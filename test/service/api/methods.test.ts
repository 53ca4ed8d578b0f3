import { METHODS } from "node:http";
import { expect, test } from "vitest";
import { AllowedMethods } from "../../../service/src/problems/allowed-methods";
import { shareStack, startApp, withoutMessaging } from "../support";
import { openApi, operations } from "./documented";

const stack = shareStack();

/** Every method that Node.js can read; it keeps CONNECT to itself. */
const methods = METHODS.filter((method) => method !== "CONNECT");

test("methods - on every path, the one with a parameter included, another one gets 405 and is told which", async () => {
  const { app } = await startApp(withoutMessaging(stack.config));
  for (const path of Object.keys(openApi.paths)) {
    const documented = operations.filter((one) => one.path === path).map(({ method }) => method);
    const allowed = documented.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
    for (const method of methods.filter((one) => !allowed.includes(one))) {
      const url = path.replace("{id}", "x-1");
      const response = await app.inject({ method: method as "GET", url });
      expect([method, path, response.statusCode]).toEqual([method, path, 405]);
      expect(String(response.headers.allow).split(", ").sort()).toEqual(allowed.sort());
    }
  }
});

test("methods - no path, no 405", async () => {
  const { app } = await startApp(withoutMessaging(stack.config));
  for (const url of [
    "/",
    "/auth",
    "/auth/me/",
    "/auth/sessions/",
    "/auth/sessions/a/b",
    "/auth/meX",
    "/authXme",
  ]) {
    expect((await app.inject({ method: "PUT", url })).statusCode, url).toBe(404);
  }
});

test("methods - those of a path are told once, in the order of its routes", () => {
  const allowed = new AllowedMethods();
  allowed.add({ method: ["GET", "HEAD"], url: "/files/*" });
  allowed.add({ method: "PUT", url: "/files/:name" });
  allowed.add({ method: "GET", url: "/files/a.b" });
  expect(allowed.of("/files/a.b")).toEqual(["GET", "HEAD", "PUT"]);
  expect(allowed.of("/files/a/b")).toEqual(["GET", "HEAD"]);
  expect(allowed.of("/files")).toEqual([]);
});
