import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { findListener, listeningInode } from "../../../tools/cluster/listeners";

const tcp = (address: string, state = "0A") =>
  `  sl  local_address rem_address   st\n   0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  0  0 4711 1\n`;

test.each<[string, string, string | undefined]>([
  ["the same address", tcp("0100007F:1388"), "4711"],
  ["all addresses", tcp("00000000:1388"), "4711"],
  ["all IPv6 addresses", tcp("00000000000000000000000000000000:1388"), "4711"],
  ["another address", tcp("0200007F:1388"), undefined],
  ["another port", tcp("0100007F:1389"), undefined],
  ["no listening socket", tcp("0100007F:1388", "01"), undefined],
])("listeners - 127.0.0.1:5000 against %s", (_, table, inode) => {
  expect(listeningInode(table, { host: "127.0.0.1", port: 5000 })).toBe(inode);
});

test("listeners - the process that has a port is named", async () => {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  expect(findListener({ host: "127.0.0.1", port })).toContain(`(pid ${process.pid})`);
});
