import type { Socket } from "node:net";

/**
 * Stops reading from connections until the next turn of the event loop. While there is always more to read, libuv reads
 * up to 48 times a thousand connections before it does anything else: timers and Redis would have to wait for all of it.
 */
export class Breather {
  #paused: Socket[] = [];

  pause(socket: Socket): void {
    socket.pause();
    if (this.#paused.push(socket) === 1) setImmediate(() => this.#resume());
  }

  #resume(): void {
    const paused = this.#paused;
    this.#paused = [];
    for (const socket of paused) socket.resume();
  }
}
