import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { createHistogram } from "node:perf_hooks";
import type { Flooded } from "./job";

/** Where an answer begins; its status and a space follow. No body of the service has this text. */
const beginning = "HTTP/1.1 ";
const statusLength = 4;

/** Counts what comes back on all connections of a flood. */
export class Tally {
  /** Microseconds. */
  readonly #latency = createHistogram();
  readonly #answers: Record<string, number> = {};
  sent = 0;
  closed = 0;

  answered(status: string, milliseconds: number): void {
    this.#answers[status] = (this.#answers[status] ?? 0) + 1;
    if (status !== "503") this.#latency.record(Math.max(1, Math.round(milliseconds * 1000)));
  }

  get result(): Flooded {
    const milliseconds = (percentile: number) => this.#latency.percentile(percentile) / 1000;
    const { sent, closed } = this;
    return { sent, closed, answers: this.#answers, p50: milliseconds(50), p99: milliseconds(99) };
  }
}

/** A connection that sends refreshes of unknown sessions without waiting for answers. */
export class FloodClient {
  readonly #request = refreshRequest();
  #socket: Socket | undefined;
  #sentAt: number[] = [];
  #rest = "";
  #due = 0;

  constructor(
    private readonly port: number,
    private readonly tally: Tally,
  ) {}

  get isOpen(): boolean {
    return this.#socket?.readyState === "open";
  }

  /** Opens the connection unless it is open. */
  open(): void {
    this.#socket ??= this.#connect();
  }

  /** Sends all that is due so many seconds after the beginning, on a new connection where the last one was closed. */
  sendDue(seconds: number, perSecond: number): void {
    const count = Math.floor(seconds * perSecond) - this.#due;
    if (count <= 0) return;
    this.#due += count;
    this.open();
    const now = performance.now();
    for (let index = 0; index < count; index += 1) this.#sentAt.push(now);
    this.tally.sent += count;
    this.#socket?.write(this.#request.repeat(count));
  }

  stop(): void {
    this.#socket?.destroy();
  }

  #connect(): Socket {
    const socket = connect({ port: this.port, host: "127.0.0.1", noDelay: true });
    socket.setEncoding("latin1");
    socket.on("error", () => undefined);
    socket.on("data", (text) => this.#read(String(text)));
    socket.on("close", () => this.#forget());
    return socket;
  }

  #forget(): void {
    this.tally.closed += 1;
    this.#socket = undefined;
    this.#sentAt = [];
    this.#rest = "";
  }

  /** An answer may come in pieces: what could be the beginning of one waits for the rest. */
  #read(text: string): void {
    const pieces = (this.#rest + text).split(beginning);
    const last = pieces.pop() ?? "";
    for (const piece of pieces) this.#count(piece);
    const isWhole = last.length >= statusLength;
    this.#rest = isWhole ? last.slice(statusLength).slice(-beginning.length) : beginning + last;
    if (isWhole) this.#count(last);
  }

  #count(piece: string): void {
    const [status] = /^\d{3}(?= )/.exec(piece) ?? [];
    if (status === undefined) return;
    const now = performance.now();
    this.tally.answered(status, now - (this.#sentAt.shift() ?? now));
  }
}

/** A token in the right form whose session does not exist. */
function refreshRequest(): string {
  const body = JSON.stringify({ refreshToken: randomBytes(80).toString("base64url") });
  const lines = ["POST /auth/refresh HTTP/1.1", "Host: a", "Content-Type: application/json"];
  return [...lines, `Content-Length: ${body.length}`, "", body].join("\r\n");
}
