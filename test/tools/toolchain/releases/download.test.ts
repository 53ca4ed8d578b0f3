import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { download, megabytes } from "../../../../tools/toolchain/releases/download";
import { temporaryDir } from "../../../support/servers";

/** The URL of a server that sends this and closes the connection. */
async function serveOnce(content: Buffer): Promise<string> {
  const head = `HTTP/1.1 200 OK\r\ncontent-length: ${content.length}\r\nconnection: close\r\n\r\n`;
  const server = createServer((socket) => {
    // Who asked may go before the end.
    socket.on("error", () => socket.destroy());
    socket.once("data", () => {
      socket.write(head);
      socket.end(content);
    });
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
}

test("download - a connection that is closed at the file's end, while it is still being written, does no harm", async () => {
  const content = Buffer.alloc(3_000_000, "a");
  const url = await serveOnce(content);
  const path = join(temporaryDir(), "file");
  const sizes: unknown[] = [];
  // It depends on which comes first, so not every download would show it.
  for (let times = 0; times < 40; times++) {
    const hash = await download(url, path, (bytes) => sizes.push(bytes));
    expect(hash).toBe(createHash("sha256").update(content).digest("hex"));
  }
  expect(readFileSync(path).equals(content)).toBe(true);
  expect(new Set(sizes)).toEqual(new Set([content.length]));
});

test("download - a disk that takes nothing is no fault of the file", async () => {
  const url = await serveOnce(Buffer.alloc(1_000_000));
  await expect(download(url, "/dev/full", () => {})).rejects.toMatchObject({ code: "ENOSPC" });
});

test.each([
  [84_000_000, "84 MB"],
  [1_000_000, "1 MB"],
  [230_000, "0.2 MB"],
])("download - %d bytes are %s", (bytes, text) => {
  expect(megabytes(bytes)).toBe(text);
});
