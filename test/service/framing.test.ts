import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { beforeAll, expect, test } from "vitest";
import { afterFile } from "../support/after-file";
import { startApp, startStack, withoutMessaging } from "./support";

const finished = afterFile();
let port: number;

beforeAll(async () => {
  const { config } = await startStack(finished);
  const { app } = await startApp(withoutMessaging(config), finished);
  port = Number(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
});

/** Status lines of all that is answered to these bytes until the connection is closed. */
async function statusesOf(headers: readonly string[], body: string): Promise<string[]> {
  const socket = connect({ host: "127.0.0.1", port });
  socket.write(`POST /auth/login HTTP/1.1\r\nHost: a\r\n${headers.join("\r\n")}\r\n\r\n${body}`);
  return [...(await text(socket)).matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status = ""]) => status);
}

const hidden = "GET /auth/me HTTP/1.1\r\nHost: a\r\n\r\n";

test.each([
  ["both a length and chunks", ["Content-Length: 5", "Transfer-Encoding: chunked"], `0\r\n\r\n${hidden}`],
  ["two lengths", ["Content-Length: 0", `Content-Length: ${hidden.length}`], hidden],
  ["chunks of an unknown coding", ["Transfer-Encoding: chunked, identity"], `0\r\n\r\n${hidden}`],
  ["a length that is no number", ["Content-Length: +0"], hidden],
])(
  "framing - a request with %s is refused, and nothing behind it is taken for another",
  async (_, headers, body) => {
    expect(await statusesOf(headers, body)).toEqual(["400"]);
  },
);
