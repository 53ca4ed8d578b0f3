import { connect, type Socket } from "node:net";

/** Whether something accepts connections there. */
export function accepts({ host, port }: { readonly host: string; readonly port: number }): Promise<boolean> {
  return connects(connect({ host, port, timeout: 1000 }));
}

/** Whether the socket connects; it is then closed. */
export function connects(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => done(true));
    socket.once("timeout", () => done(false));
    socket.once("error", () => done(false));
  });
}
