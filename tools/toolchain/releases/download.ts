import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
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

async function get(url: string): Promise<Answer> {
  const { host, protocol } = new URL(url);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(noAnswer(host, answerSeconds)), answerSeconds * 1000);
  try {
    // Else a .tar.gz may come unpacked, which its checksum is not of.
    const headers = { "accept-encoding": "identity" };
    const response = await fetch(url, { headers, signal: abort.signal });
    if (!response.ok) throw new NotTaken(`${host} answers ${response.status} for ${url}`);
    if (new URL(response.url).protocol !== protocol) throw new NotTaken(`${host} leads to ${response.url}`);
    const length = response.headers.get("content-length");
    const size = length === null ? undefined : Number(length);
    return { size, chunks: readAll(response, size, abort) };
  } catch (error) {
    throw error instanceof NotTaken ? error : new NotTaken(`can't reach ${host} (${reasonOf(error)})`, true);
  } finally {
    clearTimeout(timer);
  }
}

async function* readAll(response: Response, size: number | undefined, abort: AbortController) {
  const { host } = new URL(response.url);
  const timer = setTimeout(() => abort.abort(noAnswer(host, stallSeconds)), stallSeconds * 1000);
  let received = 0;
  try {
    for await (const chunk of response.body ?? []) {
      timer.refresh();
      received += chunk.length;
      yield chunk;
    }
  } catch (error) {
    if (error instanceof NotTaken) throw error;
    const whole = size === undefined ? "" : ` of ${megabytes(size)}`;
    throw new NotTaken(`${host} ended the download after ${megabytes(received)}${whole}`);
  } finally {
    clearTimeout(timer);
  }
}

function noAnswer(host: string, seconds: number): NotTaken {
  return new NotTaken(`can't reach ${host} (no answer in ${seconds} s)`, true);
}

/** What `fetch` failed of is the cause of its error. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return String(cause);
  return "code" in cause ? String(cause.code) : cause.message;
}
