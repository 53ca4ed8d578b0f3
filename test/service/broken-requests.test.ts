import { connect } from "node:net";
import { beforeAll, expect, test } from "vitest";
import { afterFile } from "../support/after-file";
import type { OnFinished } from "../support/servers";
import { undocumentedIn } from "./api/documented";
import { parseAnswer } from "./raw-answers";
import { shareStack, startApp, type TestApp, withoutMessaging } from "./support";

const stack = shareStack();
const finished: OnFinished = afterFile();
let service: TestApp;
let port: number;

beforeAll(async () => {
  service = await startApp(withoutMessaging(stack.config), finished);
  port = Number(new URL(await service.app.listen({ host: "127.0.0.1", port: 0 })).port);
});

/** Sends bytes and returns all that comes back until the connection is closed. */
function send(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.once("error", reject);
    socket.once("close", () => resolve(Buffer.concat(chunks).toString()));
  });
}

const get = "GET /auth/me HTTP/1.1\r\nHost: a\r\n";

test.each([
  ["no HTTP at all", "hello\r\n\r\n", 400, "malformed-http"],
  ["a TLS handshake", Buffer.from("160301020001000001fc0303", "hex"), 400, "malformed-http"],
  ["another protocol's version", "GET / HTTP/9.9\r\n\r\n", 400, "malformed-http"],
  ["an unknown method", "FETCH / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "malformed-http"],
  ["a header without a name", `${get}: x\r\n\r\n`, 400, "malformed-http"],
  ["a control character in a header", `${get}X-A: a\u0001b\r\n\r\n`, 400, "malformed-http"],
  ["two lengths", `${get}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`, 400, "malformed-http"],
  [
    "a length beside chunks",
    `${get}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
    400,
    "malformed-http",
  ],
  ["17 kB of headers", `${get}X-A: ${"a".repeat(17_000)}\r\n\r\n`, 431, "headers-too-large"],
])(
  "broken requests - %s gets a documented problem, and the connection ends",
  async (_title, bytes, status, type) => {
    const answer = parseAnswer(await send(bytes));
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ "content-type": "application/problem+json", connection: "close" });
    expect(JSON.parse(answer.body)).toMatchObject({ type: `urn:auth-stack:problem:${type}`, status });
    expect(undocumentedIn(answer)).toBeUndefined();
    const logged = service.logs.find(({ reqId }) => reqId === answer.headers["x-request-id"]);
    expect(logged).toMatchObject({ level: "info", status, ip: "127.0.0.1" });
  },
);

test("broken requests - without a Host header Node refuses by itself, with nothing in the answer", async () => {
  const answer = parseAnswer(await send("GET /auth/me HTTP/1.1\r\n\r\n"));
  expect(answer.status).toBe(400);
  expect(answer.headers).not.toHaveProperty("content-type");
});

test("broken requests - the service goes on, also for a client that expects more than it may", async () => {
  const answer = parseAnswer(await send(`${get}Expect: a miracle\r\nConnection: close\r\n\r\n`));
  expect(answer.status).toBe(401);
  expect(JSON.parse(answer.body).type).toBe("urn:auth-stack:problem:missing-token");
});
