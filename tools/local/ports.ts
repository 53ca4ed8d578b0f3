import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { accepts } from "../lib/accepts";

/** Below the ports that Linux hands to clients (32768 and up): none of them takes one before its server does. */
const range = { first: 20_000, count: 10_000 } as const;

/** A loopback port that nothing listens on now. */
export async function freePort(): Promise<number> {
  const port = range.first + randomInt(range.count);
  return (await canListen(port)) ? port : freePort();
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** Whether something listens on the loopback port. */
export function listens(port: number): Promise<boolean> {
  return accepts({ host: "127.0.0.1", port });
}
