import { address } from "./cluster/layout";
import { clusterStatus, type ProcessStatus } from "./cluster/status";
import { main } from "./main";
import { kubectl } from "./pulumi";
import { readTarget, type Target } from "./target";

/** Prints each process of the node and each pod of the stack; exits with 1 when one of them does not run. */
main(async () => {
  const target = readTarget();
  const processes = target.kind === "node" ? await clusterStatus() : [];
  for (const status of processes) console.log(describe(status));
  const runs = processes.every(({ state }) => state.kind === "running");
  if (runs) await printPods(target);
  else console.log("\n`make up` starts what does not run.");
  process.exitCode = runs ? 0 : 1;
});

function describe({ name, state, listens }: ProcessStatus): string {
  const where = listens.map(address).join(" ");
  switch (state.kind) {
    case "running":
      return `${name.padEnd(24)} running      pid ${String(state.pid).padEnd(8)} ${where}`.trimEnd();
    case "died":
      return `${name.padEnd(24)} died         its log: ${state.log}`;
    case "not started":
      return `${name.padEnd(24)} not started`;
  }
}

async function printPods(target: Target): Promise<void> {
  console.log(`\n${await kubectl(target, ["get", "pods", "-n", "auth-stack", "-o", "wide"])}`);
}
