import { Redis } from "ioredis";
import { JetStreamClientImpl } from "../../support/nats-client";

/**
 * Loaded into a service process before the service: kills it with SIGKILL at one point, named in KILL_POINT, when that
 * is reached for the third time. Points are before and after each script of Redis and each publish, e.g. "after
 * register". https://nodejs.org/api/cli.html#-r---require-module
 */
let left = 3;

function reach(point: string): void {
  if (point !== process.env.KILL_POINT) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, "SIGKILL");
}

type Method = (...args: unknown[]) => Promise<unknown>;

/** The method with a point on each side. */
function between(name: string, method: Method): Method {
  return async function (this: unknown, ...args) {
    reach(`before ${name}`);
    const result = await method.apply(this, args);
    reach(`after ${name}`);
    return result;
  };
}

function wrap(holder: object, name: string): void {
  Reflect.set(holder, name, between(name, Reflect.get(holder, name)));
}

const { defineCommand } = Redis.prototype;
Redis.prototype.defineCommand = function (name, definition) {
  defineCommand.call(this, name, definition);
  wrap(this, name);
};
wrap(JetStreamClientImpl.prototype, "publish");
