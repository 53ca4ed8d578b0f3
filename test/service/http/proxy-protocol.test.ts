import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { issue, issueAuthority } from "../../../infra/provider/keys/issue";
import type { Config } from "../../../service/src/config";
import { shareStack, startApp, until, withoutMessaging } from "../support";
import { binaryHeader } from "./proxy-headers";

const stack = shareStack();
const request = "GET /auth/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
const versions = [
  ["1", Buffer.from("PROXY TCP4 203.0.113.7 10.0.0.1 51234 443\r\n")],
  ["2", binaryHeader("203.0.113.7")],
] as const;

/** A service that trusts connections from this machine, unless told otherwise. */
async function startService(extra: Partial<Config["listen"]> = {}) {
  const given = { trustedProxies: ["127.0.0.1"], proxyProtocol: "on" as const, ...extra };
  const listen = { ...stack.config.listen, ...given };
  const { app, logs } = await startApp(withoutMessaging({ ...stack.config, listen }));
  const port = Number(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
  const ips = () => logs.filter(({ msg }) => msg === "Request answered").map(({ ip }) => ip);
  return { ips, open: () => openSocket(port) };
}

function openSocket(port: number): Socket {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  onTestFinished(() => void socket.destroy());
  return socket;
}

test.each(versions)(
  "PROXY protocol - version %s names the client, at once and in pieces",
  async (_, header) => {
    const { ips, open } = await startService();
    const atOnce = open();
    atOnce.write(Buffer.concat([header, Buffer.from(request)]));
    expect(await text(atOnce)).toMatch(/^HTTP\/1\.1 401 /);
    const inPieces = open();
    const received = text(inPieces);
    for (const bytes of [header.subarray(0, 5), header.subarray(5), Buffer.from(request)]) {
      inPieces.write(bytes);
      await sleep(20);
    }
    expect(await received).toMatch(/^HTTP\/1\.1 401 /);
    await until(() => ips().length === 2);
    expect(ips()).toEqual(["203.0.113.7", "203.0.113.7"]);
  },
);

test.each(versions)("PROXY protocol - version %s goes before TLS", async (_, header) => {
  const ca = await issueAuthority({ commonName: "test", usages: "authority", validityDays: 1 }, new Date());
  const subject = { commonName: "test", usages: "server", dnsNames: ["localhost"], validityDays: 1 } as const;
  const { certificate: cert, privateKey: key } = await issue(subject, ca, new Date());
  const { ips, open } = await startService({ tls: { cert, key } });
  const socket = open();
  await once(socket, "connect");
  socket.write(header);
  const secure = connectTls({ socket, servername: "localhost", ca: ca.certificate });
  secure.write(request);
  expect(await text(secure)).toMatch(/^HTTP\/1\.1 401 /);
  await until(() => ips().length === 1);
  expect(ips()).toEqual(["203.0.113.7"]);
});

test("PROXY protocol - a client's X-Forwarded-For is not believed for its proxy's sake", async () => {
  const { ips, open } = await startService();
  const socket = open();
  socket.write(versions[0][1]);
  socket.write(request.replace("Host", "X-Forwarded-For: 198.51.100.1\r\nHost"));
  await text(socket);
  await until(() => ips().length === 1);
  expect(ips()).toEqual(["203.0.113.7"]);
});

test("PROXY protocol - a proxy that does not begin with it is not heard", async () => {
  const { ips, open } = await startService();
  const socket = open();
  socket.write(request);
  expect(await text(socket).catch(() => "")).toBe("");
  expect(ips()).toEqual([]);
});

test("PROXY protocol - what strangers write of it is no HTTP, and without it they are heard", async () => {
  const { ips, open } = await startService({ trustedProxies: ["10.0.0.0/8"] });
  const forged = open();
  forged.write(Buffer.concat([versions[0][1], Buffer.from(request)]));
  expect(await text(forged)).toMatch(/^HTTP\/1\.1 400 /);
  const plain = open();
  plain.write(request);
  expect(await text(plain)).toMatch(/^HTTP\/1\.1 401 /);
  await until(() => ips().length === 1);
  expect(ips()).toEqual(["127.0.0.1"]);
});
