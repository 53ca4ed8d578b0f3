import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { Gate } from "../../../service/src/admission/gate";
import { boundConnections, guardRequests } from "../../../service/src/admission/guard";
import { type ShedReason, ShedReport } from "../../../service/src/admission/shed-report";
import type { AdmissionLimits } from "../../../service/src/config/admission-limits";
import { createServer } from "../../../service/src/http/server";
import { undocumentedIn } from "../api/documented";
import { parseAnswer } from "../raw-answers";
import { until } from "../support";

const plenty = { requests: 100, connections: 100, pipelined: 100 };

/** A server whose answers wait for the test to send them. */
async function startServer(limits: Partial<AdmissionLimits>) {
  const gate = new Gate({ ...plenty, ...limits });
  const lines: object[] = [];
  const report = new ShedReport({ warn: (line: object) => void lines.push(line) });
  const waiting: ServerResponse[] = [];
  const server = createServer(
    undefined,
    guardRequests((_request, response) => void waiting.push(response), gate, report),
  );
  boundConnections(server, [server], limits.connections ?? plenty.connections, report);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close().closeAllConnections());
  const { port } = server.address() as { port: number };
  const shed = (reason: ShedReason) => report.counts.get(reason) ?? 0;
  return { gate, server, lines, waiting, shed, open: () => openSocket(port) };
}

function openSocket(port: number): Socket {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  onTestFinished(() => void socket.destroy());
  return socket;
}

const get = "GET /auth/me HTTP/1.1\r\nHost: a\r\n\r\n";

function statusesIn(answers: string): string[] {
  return [...answers.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status = ""]) => status);
}

/** All that comes back from now on. */
function listen(socket: Socket): () => string {
  let received = "";
  socket.on("data", (chunk) => {
    received += chunk;
  });
  return () => received;
}

test("gate - one request too many gets a documented 503 with Retry-After, and keeps its connection", async () => {
  const { gate, waiting, shed, lines, open } = await startServer({ requests: 2 });
  for (const _ of [1, 2]) open().write(get);
  await until(() => waiting.length === 2);
  const refused = open();
  const received = listen(refused);
  refused.write(get);
  await until(() => received().endsWith("}"));
  const answer = parseAnswer(received());
  expect(answer.status).toBe(503);
  expect(answer.headers).toMatchObject({ "retry-after": "1", connection: "keep-alive" });
  expect(undocumentedIn(answer)).toBeUndefined();
  expect(shed("requests")).toBe(1);
  expect(lines).toEqual([{ shed: { requests: 1 } }]);
  for (const response of waiting) response.end();
  await until(() => gate.underWay === 0);
  refused.write(get);
  await until(() => waiting.length === 3);
});

test("gate - where there is no room, refusals behind a request under way come in their order; one too many ends it", async () => {
  const { waiting, shed, open } = await startServer({ requests: 1 });
  const socket = open();
  const received = text(socket);
  socket.write(get.repeat(6));
  await until(() => waiting.length === 1);
  waiting[0]!.end();
  expect(statusesIn(await received)).toEqual(["200", "503", "503", "503", "503", "503"]);
  expect([shed("requests"), shed("pipelined")]).toEqual([4, 1]);
});

test("gate - a connection that was refused and then ended in one turn is read from no more", async () => {
  const { server, waiting, open } = await startServer({ requests: 1 });
  const accepted = once(server, "connection");
  const socket = open();
  const [connection] = await accepted;
  // The first one's answer, which does not come, keeps the end from being sent.
  const sent = get.repeat(6);
  socket.write(sent);
  await until(() => waiting.length === 1);
  socket.write(get);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(connection.bytesRead).toBe(sent.length);
});

test("gate - requests of one connection are answered one after the other", async () => {
  const { waiting, open } = await startServer({});
  const socket = open();
  const received = listen(socket);
  socket.write(get.repeat(3));
  for (const turn of [1, 2, 3]) {
    await until(() => waiting.length === turn);
    waiting.at(-1)!.end(`answer ${turn}`);
  }
  await until(() => received().includes("answer 3"));
  expect(received().match(/answer \d/g)).toEqual(["answer 1", "answer 2", "answer 3"]);
});

test("gate - one that pipelines too many gets answers to those before, and then 503 and the end", async () => {
  const { gate, waiting, shed, open } = await startServer({ pipelined: 2 });
  const socket = open();
  const received = text(socket);
  socket.write(get.repeat(4));
  for (const turn of [1, 2]) {
    await until(() => waiting.length === turn);
    waiting.at(-1)!.end();
  }
  expect(statusesIn(await received)).toEqual(["200", "200", "503"]);
  expect(shed("pipelined")).toBe(1);
  await until(() => gate.underWay === 0);
});

test("gate - one that pipelines on and on is cut off, and no work of it has begun", async () => {
  const { gate, waiting, open } = await startServer({ pipelined: 2 });
  const socket = open();
  socket.write(get.repeat(100));
  await once(socket, "close");
  expect(waiting).toHaveLength(0);
  expect(gate.underWay).toBe(0);
});

test("gate - a request whose client has gone counts until its work is done", async () => {
  const { gate, waiting, shed, open } = await startServer({ requests: 1 });
  const gone = open();
  gone.write(get);
  await until(() => waiting.length === 1);
  gone.destroy();
  await until(() => waiting[0]!.destroyed);
  const refused = open();
  const received = listen(refused);
  refused.write(get);
  await until(() => statusesIn(received())[0] === "503");
  expect(shed("requests")).toBe(1);
  gate.answered(waiting[0]!.req);
  expect(gate.underWay).toBe(0);
});

test("gate - one connection too many is closed at once, and idle ones make room", async () => {
  const { waiting, shed, open } = await startServer({ connections: 2 });
  const idle = open();
  idle.write(get);
  await until(() => waiting.length === 1);
  waiting[0]!.end();
  const busy = open();
  busy.write(get);
  await until(() => waiting.length === 2);
  await once(open(), "close");
  expect(shed("connections")).toBe(1);
  await once(idle.resume(), "close");
  open().write(get);
  await until(() => waiting.length === 3);
});
