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
  const twenty = { length: 20 };
  // Connections that the kernel has taken and the service has not carry no requests in flight yet: open them first.
  await Promise.all(Array.from(twenty, async () => (await fetch(`${service.url}/auth/me`)).text()));
  const requests = Array.from(twenty, () => postJson(`${service.url}/auth/register`, newUser()));
  await until(() => service.output().includes('"status":201'));
  await service.stop("SIGTERM");
  const statuses = (await Promise.all(requests)).map(({ status }) => status);
  expect(statuses).toEqual(Array(20).fill(201));
  expect(service.output()).toContain('"msg":"Shutting down"');
  expect(service.output()).not.toContain("killed by timeout");
});

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
