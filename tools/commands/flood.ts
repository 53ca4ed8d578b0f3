import { describeSurvival, survive } from "../bench/flood/measure";
import { Driver } from "../bench/service/driver";
import { BenchStack } from "../bench/service/stack";
import { main } from "../lib/main";
import { projectDir } from "../lib/paths";
import { run } from "../lib/run";
import { install, servers } from "../toolchain/requirements";

const seconds = 60;
const connections = 2_000;

/** Floods the built service with ten times what it can do, for a minute each: `npm run flood`. */
main(async () => {
  await install(servers, console.log);
  await run("npm", ["run", "build"], { cwd: projectDir });
  const stack = new BenchStack({ redis: "everysec", nats: "2m" });
  try {
    await stack.start();
    await stack.startService();
    const capacity = await measureCapacity(stack);
    console.log(`Capacity: ${capacity.toFixed(0)} requests/s over 16 connections`);
    const perSecond = (10 * capacity) / connections;
    const pause = { afterSeconds: 20, seconds: 6 };
    const many = { connections, perSecond, seconds };
    console.log(describeSurvival("Many connections", await survive(stack, many)));
    console.log(describeSurvival("Redis stands still for 6 s", await survive(stack, many, pause)));
    const few = { connections: 200, perSecond: Math.max(50, (10 * capacity) / 200), seconds };
    console.log(describeSurvival("Few that pipeline", await survive(stack, few)));
  } finally {
    await stack.stop();
    stack.removeFiles();
  }
});

async function measureCapacity(stack: BenchStack): Promise<number> {
  const driver = new Driver();
  try {
    await driver.do({ kind: "accounts", url: stack.serviceUrl, count: 64 });
    const load = { kind: "closed", connections: 16, seconds: 5 } as const;
    const { count, seconds } = await driver.do({ kind: "load", path: "me", load });
    return count / seconds;
  } finally {
    driver.stop();
  }
}
