import type { FastifyInstance } from "fastify";
import { expect, onTestFinished, test } from "vitest";
import { buildApp } from "../../../service/src/app";
import type { Config } from "../../../service/src/config";
import { shareStack, withoutMessaging } from "../support";
import { openApi } from "./documented";

const stack = shareStack();

/** Not watched: what it adds describes itself nowhere. */
async function build(apiDocs: Config["apiDocs"]): Promise<FastifyInstance> {
  const config = withoutMessaging({ ...stack.config, apiDocs });
  const app = await buildApp(config, { logDestination: { write: () => {} } });
  onTestFinished(() => app.close());
  return app;
}

test("API docs - the document that is served is the committed one", async () => {
  const response = await (await build("on")).inject("/openapi.json");
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual(openApi);
});

test("API docs - the page and all that it loads are there, from this origin alone", async () => {
  const app = await build("on");
  const page = await app.inject("/docs/");
  expect(page.headers["content-type"]).toContain("text/html");
  expect(page.headers["content-security-policy"]).toContain("default-src 'self'");
  const parts = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!);
  expect(parts.length).toBeGreaterThan(4);
  for (const part of parts) {
    const { pathname, host } = new URL(part, "http://origin/docs/");
    expect(host).toBe("origin");
    expect((await app.inject(pathname)).statusCode, part).toBe(200);
  }
});

test("API docs - off, there is neither document nor page", async () => {
  const app = await build("off");
  for (const url of ["/openapi.json", "/docs", "/docs/", "/docs/json"]) {
    expect((await app.inject(url)).statusCode).toBe(404);
  }
});
