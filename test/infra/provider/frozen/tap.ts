import { createServer, connect as dial, type Socket } from "node:net";
import type { OnFinished } from "../../../support/servers";

/** A way to a server on which each call of JetStream's API is seen. */
export interface Tap {
  readonly url: string;
  /** The calls that clients sent, e.g. "STREAM.CREATE.auth-events", other subjects as they are; and connections in all. */
  readonly calls: string[];
  readonly connections: () => number;
  /** Does something when the call of this number, from 0, has come: before it is passed on, or in place of its answer. */
  readonly onCall: (number: number, when: "unread" | "unanswered", act: () => void) => void;
  /** Forgets the calls, and does nothing any more. */
  readonly reset: () => void;
}

interface Trap {
  readonly number: number;
  readonly when: "unread" | "unanswered";
  readonly act: () => void;
}

const publishing = /(?:^|\n)H?PUB (?:AUTHJS\.)?(\S+)/g;

/** Opens a loopback port whose connections lead to the server at `url`. */
export async function tapping(url: string, onFinished: OnFinished): Promise<Tap> {
  const sockets = new Set<Socket>();
  const calls: string[] = [];
  let connections = 0;
  let trap: Trap | undefined;
  /** Whether the answer that comes next is the one that nobody gets. */
  let isTrapped = false;
  const fromClient = (bytes: Buffer) => {
    for (const [, call = ""] of bytes.toString("latin1").matchAll(publishing)) {
      const isMeant = calls.push(call) - 1 === trap?.number;
      if (isMeant && trap?.when === "unread") trap.act();
      if (isMeant && trap?.when === "unanswered") isTrapped = true;
    }
    return true;
  };
  const fromServer = () => {
    if (isTrapped) trap?.act();
    const passes = !isTrapped;
    isTrapped = false;
    return passes;
  };
  const carry = (from: Socket, to: Socket, passes: (bytes: Buffer) => boolean) => {
    sockets.add(from);
    from.on("error", () => from.destroy()).on("close", () => to.destroy());
    from.on("data", (bytes: Buffer) => passes(bytes) && to.write(bytes));
  };
  const server = createServer((client) => {
    connections += 1;
    const upstream = dial(Number(new URL(url).port), "127.0.0.1");
    carry(client, upstream, fromClient);
    carry(upstream, client, fromServer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `nats://127.0.0.1:${port}`,
    calls,
    connections: () => connections,
    onCall: (number, when, act) => {
      trap = { number, when, act };
    },
    reset: () => {
      calls.length = 0;
      trap = undefined;
      isTrapped = false;
    },
  };
}
