import { setTimeout as sleep } from "node:timers/promises";
import { FloodClient, Tally } from "./client";
import type { Flood, Flooded } from "./job";

/** Milliseconds between two looks at what is due. */
const step = 20;

/** For the answers to what was sent last. */
const lingerMilliseconds = 2_000;

/** Does the flood that comes as a message from the process that started this one. */
process.on("message", async (flood: Flood) => {
  process.send?.(await run(flood));
  process.disconnect();
});

/** All connections are there before the first request; what is due is spread over them. */
async function run({ port, connections, perSecond, seconds }: Flood): Promise<Flooded> {
  const tally = new Tally();
  const clients = Array.from({ length: connections }, () => new FloodClient(port, tally));
  for (const client of clients) client.open();
  while (!clients.every((client) => client.isOpen)) await sleep(step);
  const started = performance.now();
  while (performance.now() < started + seconds * 1000) {
    const elapsed = (performance.now() - started) / 1000;
    for (const [index, client] of clients.entries()) {
      client.sendDue(elapsed + index / connections / perSecond, perSecond);
    }
    await sleep(step);
  }
  await sleep(lingerMilliseconds);
  for (const client of clients) client.stop();
  return tally.result;
}
