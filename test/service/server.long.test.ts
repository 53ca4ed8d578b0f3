import { once } from "node:events";
import { request } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import { documentedFetch } from "./api/watch";
import { runNode, serviceEnv, startServiceProcess } from "./process";
import { newUser, shareStack, until } from "./support";

const stack = shareStack();
const server = join(__dirname, "../../service/src/server.ts");

function postJson(url: string, body: object): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return documentedFetch(url, { method: "POST", headers, body: JSON.stringify(body) });
}

test("server - SIGTERM lets requests in flight finish and ends with 0", async () => {
  const service = await startServiceProcess(stack);
  const requests = await Promise.all(Array.from({ length: 20 }, () => beginToRegister(service.url)));
  const stopping = service.stop("SIGTERM");
  await until(() => service.output().includes('"msg":"Shutting down"'));
  expect(await Promise.all(requests.map((finish) => finish()))).toEqual(Array(20).fill(201));
  await stopping;
  expect(service.output()).not.toContain("killed by timeout");
});

/** Sends all but the body, which waits until the service has said that it has the rest. Returns how to finish. */
async function beginToRegister(url: string): Promise<() => Promise<number | undefined>> {
  const body = JSON.stringify(newUser());
  const headers = {
    "content-type": "application/json",
    "content-length": body.length,
    expect: "100-continue",
  };
  const sent = request(`${url}/auth/register`, { method: "POST", headers });
  sent.flushHeaders();
  await once(sent, "continue");
  return async () => {
    sent.end(body);
    const [response] = await once(sent, "response");
    response.resume();
    return response.statusCode;
  };
}

test("server - readiness goes before the port does", async () => {
  const service = await startServiceProcess(stack, { SHUTDOWN_DELAY: "1s" });
  const stopping = service.stop("SIGTERM");
  await until(async () => (await fetch(`${service.adminUrl}/health/ready`)).status === 503);
  expect((await postJson(`${service.url}/auth/register`, newUser())).status).toBe(201);
  await stopping;
  await expect(fetch(`${service.url}/auth/me`)).rejects.toThrow();
});

test("server - a wrong configuration ends the start with every problem and no stack trace", async () => {
  const { SIGNING_KEYS_FILE: _, ...env } = await serviceEnv(stack);
  const result = await runNode([server], { ...env, PORT: "many" });
  expect(result.exitCode).toBe(1);
  expect(result.stdout).toBe("");
  expect(result.stderr.trim().split("\n")).toEqual([
    "The configuration is not valid:",
    '  PORT is "many": Write a port number; 0 takes a free one.',
    "  SIGNING_KEYS_FILE: Name a file that holds a JWKS with private Ed25519 keys that differ in kid and nbf.",
  ]);
});

test("server - a taken port ends the start with a line that says so", async () => {
  const first = await startServiceProcess(stack);
  const env = { ...(await serviceEnv(stack)), PORT: new URL(first.url).port };
  const result = await runNode([server], env);
  expect(result.exitCode).toBe(1);
  expect(result.stdout + result.stderr).toContain("EADDRINUSE");
});
