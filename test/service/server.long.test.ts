import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
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

test("server - at SIGTERM idle connections end, and each answer from then on ends its own", async () => {
  const service = await startServiceProcess(stack, { SHUTDOWN_DELAY: "10s" });
  const { port } = new URL(service.url);
  const [idle, busy] = [await keptConnection(Number(port)), await keptConnection(Number(port))];
  busy.socket.write("GET /.well-known/jwks.json HTTP/1.1\r\nHost: a\r\n");
  await until(async () => (await connectionsOf(service.adminUrl)) === 2);
  const stopping = service.stop("SIGTERM");
  await idle.ended;
  expect(service.output()).not.toContain("killed by timeout");
  busy.socket.write("\r\n");
  expect(await busy.ended).toMatch(/^HTTP\/1\.1 200 OK\r\n(?:.*\r\n)*connection: close\r\n/i);
  await stopping;
});

async function connectionsOf(adminUrl: string): Promise<number> {
  const metrics = await (await fetch(`${adminUrl}/metrics`)).text();
  return Number(/^auth_connections (\d+)$/m.exec(metrics)?.[1]);
}

/** A connection that was kept after an answer. `ended` is what came after that, when it has ended. */
async function keptConnection(port: number) {
  const socket = connect(port, "127.0.0.1").setEncoding("utf8");
  socket.write("GET /.well-known/jwks.json HTTP/1.1\r\nHost: a\r\n\r\n");
  const [first] = await once(socket, "data");
  expect(first).toMatch(/^connection: keep-alive\r$/im);
  return { socket, ended: text(socket) };
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
