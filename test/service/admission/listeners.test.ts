import { once } from "node:events";
import { connect, type Socket } from "node:net";
import Fastify from "fastify";
import { expect, onTestFinished, test } from "vitest";
import { boundConnections } from "../../../service/src/admission/guard";
import { ShedReport } from "../../../service/src/admission/shed-report";
import { drainPlugin } from "../../../service/src/plugins/drain";
import { listenersPlugin } from "../../../service/src/plugins/listeners";
import { freePort } from "../../../tools/local/ports";
import { until } from "../support";

async function buildListening() {
  const app = Fastify({ return503OnClosing: false });
  await app.register(drainPlugin);
  await app.register(listenersPlugin);
  return app;
}

/** A server on a free port, with at most so many connections. */
async function startServer(connections: number) {
  const app = await buildListening();
  app.get("/", async () => "here");
  const report = new ShedReport({ warn: () => undefined });
  const open = boundConnections(app.server, app.listeners.all, connections, report);
  const port = await freePort();
  await app.listeners.listen({ host: "127.0.0.1", port });
  onTestFinished(() => app.close());
  const dropped = () => report.counts.get("connections") ?? 0;
  return { app, port, open, dropped };
}

function openSocket(port: number): Socket {
  const socket = connect(port, "127.0.0.1").on("error", () => undefined);
  onTestFinished(() => void socket.destroy());
  return socket;
}

test("listeners - connections are the one server's, by whichever socket they come, and are bounded together", async () => {
  const { port, open, dropped } = await startServer(20);
  const sockets = Array.from({ length: 30 }, () => openSocket(port));
  await until(() => open() === 20 && dropped() === 10);
  for (const socket of sockets) socket.destroy();
  await until(() => open() === 0);
  for (const _ of Array(20)) expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("here");
});

test("listeners - an app that is closed takes no connections any more", async () => {
  const { app, port } = await startServer(20);
  await app.close();
  const [error] = await once(connect(port, "127.0.0.1"), "error");
  expect(error.code).toBe("ECONNREFUSED");
});

test("listeners - closing waits for requests under way that came by another socket than the server's", async () => {
  const { app, port, open } = await startServer(20);
  const byAnother = new Set<number | undefined>();
  for (const socket of app.listeners.all.slice(1)) {
    socket.on("connection", ({ remotePort }) => byAnother.add(remotePort));
  }
  const clients = Array.from({ length: 16 }, () => openSocket(port));
  for (const client of clients) client.write("GET / HTTP/1.1\r\nHost: a\r\n");
  await until(() => open() === 16);
  const others = clients.filter(({ localPort }) => byAnother.has(localPort));
  for (const client of clients) if (!others.includes(client)) client.destroy();
  let isClosed = false;
  const closed = app.close().then(() => {
    isClosed = true;
  });
  for (const client of others) {
    expect(isClosed).toBe(false);
    client.write("\r\n");
    const [answer] = await once(client, "data");
    expect(String(answer)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  }
  await closed;
});

test("listeners - an address that another one listens on is not shared", async () => {
  const { port } = await startServer(20);
  const app = await buildListening();
  onTestFinished(() => app.close());
  await expect(app.listeners.listen({ host: "127.0.0.1", port })).rejects.toThrow(/EADDRINUSE/);
});
