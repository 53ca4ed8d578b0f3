import type { Socket } from "node:net";

/** What is counted of a connection between two rests. */
export interface Resting {
  refused: number;
}

/**
 * Stops reading from connections until the next turn of the event loop. While there is always more to read, libuv reads
 * up to 48 times a thousand connections before it does anything else: timers and Redis would have to wait for all of it.
 */
export class Breather {
  #resting: { readonly connection: Resting; readonly socket: Socket }[] = [];

  rest(connection: Resting, socket: Socket): void {
    socket.pause();
    if (this.#resting.push({ connection, socket }) === 1) setImmediate(() => this.#resume());
  }

  #resume(): void {
    const resting = this.#resting;
    this.#resting = [];
    for (const { connection, socket } of resting) {
      connection.refused = 0;
      socket.resume();
    }
  }
}
