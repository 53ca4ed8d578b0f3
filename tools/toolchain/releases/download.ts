import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { type IncomingMessage, get as sendPlain } from "node:http";
import { get as sendOverTls } from "node:https";
import { pipeline } from "node:stream/promises";
import { NotTaken } from "./not-taken";

/** How long a host may take to begin an answer, seconds: without a way out, this is what each host costs. */
const answerSeconds = 5;

/** How long a download may stand still, seconds. */
const stallSeconds = 30;

/** Writes what is at `url` to a new file and returns its SHA-256 in hex. Throws NotTaken. */
export async function download(
  url: string,
  path: string,
  onStart: (bytes: number | undefined) => void,
): Promise<string> {
  const { size, chunks } = await get(url);
  onStart(size);
  const hash = createHash("sha256");
  const hashed = async function* () {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(hashed, createWriteStream(path));
  return hash.digest("hex");
}

/** The text at `url`. Throws NotTaken. */
export async function readText(url: string): Promise<string> {
  const { chunks } = await get(url);
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

/** An amount of bytes for people. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e6 ? 1 : 0)} MB`;
}

interface Answer {
  /** Bytes, where the server says so. */
  readonly size: number | undefined;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Follows up to `hops` redirections, none of them out of TLS. */
async function get(url: string, hops = 5): Promise<Answer> {
  const { host, protocol } = new URL(url);
  const response = await request(url);
  const { location, "content-length": length } = response.headers;
  const status = response.statusCode ?? 0;
  if (status === 200) {
    const size = length === undefined ? undefined : Number(length);
    return { size, chunks: readAll(response, host, size) };
  }
  response.destroy();
  if (status < 300 || status >= 400 || location === undefined) {
    throw new NotTaken(`${host} answers ${status} for ${url}`);
  }
  const next = new URL(location, url);
  if (next.protocol !== protocol || hops === 0) throw new NotTaken(`${host} leads to ${next.origin}`);
  return get(next.href, hops - 1);
}

/** Not by `fetch`: its connections end the process when a server closes them while we write to disk (nodejs/undici#5360). */
function request(url: string): Promise<IncomingMessage> {
  const { host, protocol } = new URL(url);
  const send = protocol === "https:" ? sendOverTls : sendPlain;
  let seconds = answerSeconds;
  return new Promise((resolve, reject) => {
    const sent = send(url, { timeout: seconds * 1000 }, (response) => {
      seconds = stallSeconds;
      sent.setTimeout(seconds * 1000);
      resolve(response);
    });
    sent.on("timeout", () => sent.destroy(new Error(`nothing came for ${seconds} s`)));
    sent.on("error", (error) => reject(new NotTaken(`can't reach ${host} (${reasonOf(error)})`, true)));
  });
}

async function* readAll(response: IncomingMessage, host: string, size: number | undefined) {
  let received = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      received += chunk.length;
      yield chunk;
    }
  } catch (error) {
    const whole = size === undefined ? "" : ` of ${megabytes(size)}`;
    throw new NotTaken(
      `${host} ended the download after ${megabytes(received)}${whole} (${reasonOf(error)})`,
    );
  }
}

/** A system error's code says enough. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error ? String(error.code) : error.message;
}
