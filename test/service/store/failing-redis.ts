import type { Socket } from "node:net";
import { onTestFinished } from "vitest";
import { loopbackWay } from "../../support/loopback-way";
import type { OnFinished, TestServer } from "../../support/servers";

/** Says with which error reply a command fails, without the leading "-"; undefined: Redis gets it. */
export type Fault = (command: readonly string[]) => string | undefined;

/** A way to Redis on which commands can be made to fail. */
export interface FailingRedis {
  readonly port: number;
  /** Decides on every command from now on. */
  readonly failWith: (fault: Fault) => void;
}

/** Stands in front of a real Redis, which can't be brought to give every kind of error reply; ended after the test. */
export async function startFailingRedis(
  redis: TestServer,
  onFinished: OnFinished = onTestFinished,
): Promise<FailingRedis> {
  let fault: Fault = () => undefined;
  const join = (client: Socket, upstream: Socket) => {
    for (const socket of [client, upstream]) socket.on("error", () => undefined);
    client.once("close", () => upstream.destroy());
    upstream.once("close", () => client.destroy());
    relay(client, upstream, (command) => fault(command));
  };
  const port = await loopbackWay(() => redis.url, join, onFinished);
  return {
    port,
    failWith: (next) => {
      fault = next;
    },
  };
}

/** One command after the other, so that the answers stay in order. */
function relay(client: Socket, upstream: Socket, fault: Fault): void {
  let [asked, answered] = [Buffer.alloc(0), Buffer.alloc(0)];
  let isWaiting = false;
  const next = () => {
    const end = isWaiting ? undefined : endOf(asked, 0);
    if (end === undefined) return;
    const command = asked.subarray(0, end);
    asked = asked.subarray(end);
    const error = fault(wordsOf(command));
    isWaiting = error === undefined;
    if (error === undefined) upstream.write(command);
    else client.write(`-${error}\r\n`);
    next();
  };
  client.on("data", (chunk: Buffer) => {
    asked = Buffer.concat([asked, chunk]);
    next();
  });
  upstream.on("data", (chunk: Buffer) => {
    answered = Buffer.concat([answered, chunk]);
    const end = endOf(answered, 0);
    if (end === undefined) return;
    client.write(answered.subarray(0, end));
    answered = answered.subarray(end);
    isWaiting = false;
    next();
  });
}

function wordsOf(command: Buffer): string[] {
  return command
    .toString()
    .split("\r\n")
    .filter((_, index) => index > 0 && index % 2 === 0);
}

/** Where the value that begins here ends; undefined when it has not arrived as a whole. RESP 3. */
function endOf(buffer: Buffer, start: number): number | undefined {
  const line = buffer.indexOf("\r\n", start);
  if (line === -1) return undefined;
  const kind = buffer.toString("latin1", start, start + 1);
  const size = Number(buffer.toString("latin1", start + 1, line));
  const next = line + 2;
  if ("$=!".includes(kind)) return size < 0 ? next : within(buffer, next + size + 2);
  if ("*~>%".includes(kind)) return afterItems(buffer, next, kind === "%" ? 2 * size : size);
  return next;
}

function afterItems(buffer: Buffer, start: number, count: number): number | undefined {
  let end: number | undefined = start;
  for (let item = 0; item < count && end !== undefined; item += 1) end = endOf(buffer, end);
  return end;
}

function within(buffer: Buffer, end: number): number | undefined {
  return end <= buffer.length ? end : undefined;
}
