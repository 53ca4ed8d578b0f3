import type { InjectOptions } from "fastify";
import { expect, test } from "vitest";
import { shareStack, startApp, withoutMessaging } from "../support";
import { openApi } from "./documented";

const stack = shareStack();

/** Requests that reach no operation, by the problem that they get. */
const requests: Readonly<Record<string, InjectOptions>> = {
  "invalid-request": { url: "/%zz" },
  "not-found": { url: "/nothing" },
  "method-not-allowed": { method: "PUT", url: "/auth/me" },
};

/** Those that other files see to, as they take a connection or a busy service. */
const elsewhere = ["malformed-http", "headers-too-large", "request-timeout", "overloaded"];

const documented = Object.entries(openApi.components.responses).flatMap(([status, { content }]) =>
  Object.keys(content!["application/problem+json"]!.examples!).map((problem) => ({ status, problem })),
);

test("outside answers - each is produced by a request, and none besides", async () => {
  const { app } = await startApp(withoutMessaging(stack.config));
  const produced = documented.filter(({ problem }) => !elsewhere.includes(problem));
  expect(produced.map(({ problem }) => problem).sort()).toEqual(Object.keys(requests).sort());
  for (const { status, problem } of produced) {
    const response = await app.inject(requests[problem]!);
    expect(response.statusCode).toBe(Number(status));
    expect(response.json().type).toBe(`urn:auth-stack:problem:${problem}`);
  }
});
