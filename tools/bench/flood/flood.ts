import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { typeScript } from "../../lib/typescript";
import type { Flood, Flooded } from "./job";

/** Floods a service from a process of its own, and resolves when it is over. */
export async function flood(flood: Flood): Promise<Flooded> {
  const child = fork(join(__dirname, "process.ts"), { execArgv: [...typeScript] });
  const ended = once(child, "exit").then(([status]) => {
    throw new Error(`The flooder ended with status ${status}`);
  });
  ended.catch(() => undefined);
  child.send(flood);
  const [flooded] = await Promise.race([once(child, "message"), ended]);
  return flooded;
}
