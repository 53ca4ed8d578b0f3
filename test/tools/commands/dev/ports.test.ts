import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { readPorts, requireFree } from "../../../../tools/commands/dev/ports";
import { freePort } from "../../../../tools/local/ports";

async function freePorts() {
  const names = ["PORT", "ADMIN_PORT", "NATS_PORT", "NATS_MONITOR_PORT", "REDIS_PORT"];
  const entries: [string, string][] = [];
  for (const name of names) entries.push([name, String(await freePort())]);
  return readPorts(Object.fromEntries(entries));
}

test("ports - the documented ones unless a variable says otherwise", () => {
  expect(readPorts({})).toMatchObject({ PORT: 3001, ADMIN_PORT: 9090, NATS_PORT: 14222, REDIS_PORT: 16379 });
  expect(readPorts({ PORT: "3002", NATS_PORT: "" })).toMatchObject({ PORT: 3002, NATS_PORT: 14222 });
});

test.each(["0", "65536", "abc", "-1", "3001.5"])("ports - PORT=%s is refused, and quoted", (text) => {
  expect(() => readPorts({ PORT: text })).toThrow(`PORT=${text}`);
});

test("ports - one that is taken is named with its variable, before anything is started", async () => {
  const ports = await freePorts();
  await requireFree(ports);
  const server = createServer().listen(ports.REDIS_PORT, "127.0.0.1");
  onTestFinished(() => void server.close());
  await expect(requireFree(ports)).rejects.toMatchObject({
    name: "UserError",
    message: `Taken by another program: port ${ports.REDIS_PORT} (REDIS_PORT)`,
  });
});
