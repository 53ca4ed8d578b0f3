import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { issue, issueAuthority } from "../../infra/provider/keys/issue";
import { shareStack, startApp, withoutMessaging } from "./support";

const stack = shareStack();

test.each([
  ["never begins the handshake", Buffer.alloc(0)],
  ["stops in the middle of it", Buffer.from("160301020001000001fc0303", "hex")],
])("TLS - a connection that %s is closed", async (_title, bytes) => {
  const ca = await issueAuthority({ commonName: "test", usages: "authority", validityDays: 1 }, new Date());
  const subject = { commonName: "test", usages: "server", dnsNames: ["localhost"], validityDays: 1 } as const;
  const { certificate: cert, privateKey: key } = await issue(subject, ca, new Date());
  const listen = { ...stack.config.listen, tls: { cert, key } };
  const { app } = await startApp(withoutMessaging({ ...stack.config, listen }));
  const port = Number(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
  const socket = connect(port, "127.0.0.1").resume();
  socket.on("error", () => undefined);
  socket.write(bytes);
  await once(socket, "close", { signal: AbortSignal.timeout(40_000) });
  expect(socket.destroyed).toBe(true);
});
