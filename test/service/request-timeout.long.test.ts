import { connect } from "node:net";
import { expect, test } from "vitest";
import { shareStack, startApp, withoutMessaging } from "./support";

const stack = shareStack();

/** Sends the beginning of a request and returns what comes back until the connection is closed. */
function begin(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.on("data", (chunk) => {
      received += chunk;
    });
    socket.once("error", reject);
    socket.once("close", () => resolve(received));
  });
}

test("request timeout - a request that stops halfway gets a problem, in its headers and in its body", async () => {
  const { app } = await startApp(withoutMessaging(stack.config));
  const port = Number(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
  const head = "POST /auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
  const answers = await Promise.all([
    begin(port, head),
    begin(port, `${head}Content-Length: 100\r\n\r\n{"email":`),
  ]);
  for (const answer of answers) {
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\nContent-Type: application\/problem\+json\r\n/);
    expect(answer).toContain('"type":"urn:auth-stack:problem:request-timeout"');
  }
});
