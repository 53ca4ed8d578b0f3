import { createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";

/** A mail server on loopback that takes every mail, but those to `refused`. https://www.rfc-editor.org/rfc/rfc5321 */
export interface TestMailServer {
  readonly url: string;
  /** The text of each mail that came, headers included. */
  readonly mails: readonly string[];
}

/** Starts a mail server; it ends with the test. */
export async function startMailServer(): Promise<TestMailServer> {
  const mails: string[] = [];
  const server = createServer((socket) => void serve(socket, mails));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return { url: `smtp://127.0.0.1:${port}`, mails };
}

async function serve(socket: Socket, mails: string[]): Promise<void> {
  let mail: string[] | undefined;
  const answer = (line: string) => socket.write(`${line}\r\n`);
  answer("220 test");
  socket.on("error", () => undefined);
  for await (const line of createInterface({ input: socket })) {
    if (mail === undefined) {
      if (line === "DATA") mail = [];
      answer(replyTo(line));
    } else if (line === ".") {
      mails.push(mail.join("\n"));
      mail = undefined;
      answer("250 taken");
    } else mail.push(line);
  }
  socket.end();
}

function replyTo(line: string): string {
  if (line === "DATA") return "354 go on";
  if (line === "QUIT") return "221 bye";
  if (line.startsWith("RCPT") && line.includes("refused@")) return "550 no such user";
  return "250 ok";
}
